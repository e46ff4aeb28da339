package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.thalweg.proto.v1.Acks;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProduceCallMarshallerTest {

    private static final ProduceRequest REQUEST = ProduceRequest.newBuilder()
            .setCorrelationId(-5)
            .setTopicId(ByteString.copyFrom(new byte[16]))
            .setPartition(300)
            .setAcks(Acks.ACKS_LEADER)
            .setExpectedLogEnd(1L << 40)
            .setTimeoutMillis(1_000)
            .setRecords(RecordSet.newBuilder().addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8("v"))))
            .setBatch(ByteString.copyFromUtf8("the batch"))
            .build();

    private final ProduceCallMarshaller marshaller = new ProduceCallMarshaller();

    @Test
    void shouldReadWhatTheGeneratedCodeWrites() {
        ProduceCall call = marshaller.parse(stream(REQUEST.toByteArray()));

        assertThat(call.request()).isEqualTo(REQUEST.toBuilder().clearBatch().build());
        assertThat(ByteString.copyFrom(call.batch().duplicate())).isEqualTo(REQUEST.getBatch());
        assertThat(call.batch().isReadOnly()).isFalse();
    }

    @Test
    void shouldWriteWhatTheGeneratedCodeReads() throws IOException {
        ProduceCall call = new ProduceCall(
                REQUEST.toBuilder().clearBatch().build(),
                ByteBuffer.wrap("the batch".getBytes(StandardCharsets.UTF_8)));

        try (InputStream bytes = marshaller.stream(call)) {
            assertThat(ProduceRequest.parseFrom(bytes)).isEqualTo(REQUEST);
        }
    }

    @Test
    void shouldRefuseEveryTornMessageInsteadOfFailing() {
        byte[] whole = REQUEST.toByteArray();
        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            try {
                marshaller.parse(stream(torn));
            } catch (StatusRuntimeException expected) {
                assertThat(expected.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INTERNAL);
            }
        }
    }

    @Test
    void shouldNotBelieveALengthThatTheMessageDoesNotHave() {
        byte[] huge = {0x7a, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1};

        assertThatThrownBy(() -> marshaller.parse(stream(huge))).isInstanceOf(StatusRuntimeException.class);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}

package io.thalweg.client.internal.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchResponse;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class FetchEventsTest {
    private static final FetchEvent EVENT = FetchEvent.newBuilder()
            .setSubscription(7)
            .setData(FetchResponse.newBuilder().setHighWatermark(300).setBatches(ByteString.copyFrom(new byte[10_000])))
            .build();

    private final Marshaller<FetchEvent> marshaller = FetchEvents.method().getResponseMarshaller();

    @Test
    void shouldReadWhatTheGeneratedMarshallerWrites() {
        assertThat(marshaller.parse(marshaller.stream(EVENT))).isEqualTo(EVENT);
        assertThat(marshaller.parse(new ByteArrayInputStream(EVENT.toByteArray())))
                .isEqualTo(EVENT);
    }

    @Test
    void shouldLeaveTheBatchesInTheArrayThatTheyWereReadInto() {
        Network network = new Network(EVENT.toByteArray());
        FetchEvent event = marshaller.parse(network);

        Arrays.fill(network.readInto, (byte) 1);

        assertThat(event.getData().getBatches().byteAt(5_000)).isEqualTo((byte) 1);
    }

    @Test
    void shouldRefuseWhatIsNoEvent() {
        assertRefused(new byte[] {18, 100, 1});
        assertRefused(new byte[] {8, 7, 12, 8, 9});
    }

    private void assertRefused(byte[] message) {
        assertThatThrownBy(() -> marshaller.parse(new ByteArrayInputStream(message)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL));
    }

    /** As gRPC hands a message over; sees where it goes. */
    private static final class Network extends ByteArrayInputStream implements KnownLength {
        private byte[] readInto = {};

        Network(byte[] message) {
            super(message);
        }

        @Override
        public int readNBytes(byte[] target, int from, int count) {
            readInto = target;
            return super.readNBytes(target, from, count);
        }
    }
}

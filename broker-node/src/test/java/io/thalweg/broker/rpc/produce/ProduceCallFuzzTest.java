package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.Acks;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Any bytes as a produce request: read like the generated code reads them, and refused or sound. */
final class ProduceCallFuzzTest implements FuzzRules {

    private static final UUID TOPIC = new UUID(7, 8);
    private static final long MOST_ALLOCATED = 64 << 10;
    private static final long PER_BYTE = 64;

    private final ProduceCallMarshaller marshaller = new ProduceCallMarshaller();
    private final BatchIntake intake = new BatchIntake(view(), () -> 1_790_000_000_000L);

    private static ImageView view() {
        ClusterImage image = ClusterImage.empty(new UUID(1, 1));
        BrokerId broker = new BrokerId(1);
        BrokerRegistration registration = new BrokerRegistration(
                broker,
                new UUID(1, 1),
                new UUID(1, 2),
                new TreeMap<>(),
                "",
                RestartKind.CLEAN,
                new BrokerEpoch(0),
                0,
                List.of(),
                1);
        image = CommandApply.apply(image, new Command.RegisterBroker(registration), 1)
                .image();
        image = CommandApply.apply(image, new Command.ActivateBroker(new BrokerIdentity(broker, new BrokerEpoch(1))), 2)
                .image();
        image = CommandApply.apply(
                        image,
                        new Command.CreateTopic(
                                new TopicId(TOPIC),
                                "t",
                                false,
                                Map.of("min.insync.replicas", "1"),
                                List.of(List.of(broker))),
                        3)
                .image();
        ImageView view = new ImageView(image);
        assertThat(image.topic("t")).isNotNull();
        return view;
    }

    @Override
    public List<byte[]> seeds() {
        BatchSeed seed = new BatchSeed(TOPIC.getMostSignificantBits(), TOPIC.getLeastSignificantBits(), 0);
        byte[] text = "value".getBytes(StandardCharsets.UTF_8);
        ByteString batch = ByteString.copyFrom(new BatchBuilder(seed)
                .add(text, text, 5)
                .producer(4, 0, 9)
                .build()
                .bytes());
        ProduceRequest.Builder request = ProduceRequest.newBuilder()
                .setCorrelationId(5)
                .setTopic("t")
                .setAcks(Acks.ACKS_ALL)
                .setTimeoutMillis(1_000)
                .setExpectedLogEnd(4);
        RecordSet records = RecordSet.newBuilder()
                .addRecords(Record.newBuilder().setValue(ByteString.copyFrom(text)))
                .build();
        return List.of(
                request.clone().setBatch(batch).build().toByteArray(),
                request.clone().setRecords(records).build().toByteArray(),
                request.setTopic("")
                        .setTopicId(ByteString.copyFrom(new TopicId(TOPIC).toBytes()))
                        .setBatch(batch)
                        .build()
                        .toByteArray());
    }

    @Override
    public void feed(byte[] input) throws Exception {
        long bound = MOST_ALLOCATED + PER_BYTE * input.length;
        ProduceCall call = Allocation.within(bound, () -> parsed(input));
        ProduceRequest expected = generated(input);
        if (call == null) {
            return;
        }
        if (expected != null) {
            assertThat(call.request().toBuilder()
                            .setBatch(ByteString.copyFrom(call.batch().duplicate()))
                            .build())
                    .isEqualTo(expected);
        }
        try {
            assertThat(Allocation.within(bound, () -> intake.read(call)).timeoutMillis())
                    .isPositive();
        } catch (RejectedException e) {
            assertThat(e.failure().message()).isNotEmpty();
        }
    }

    private @Nullable ProduceCall parsed(byte[] input) {
        try {
            return marshaller.parse(new ByteArrayInputStream(input));
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
            return null;
        }
    }

    private static @Nullable ProduceRequest generated(byte[] input) {
        try {
            return ProduceRequest.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            return null;
        }
    }
}

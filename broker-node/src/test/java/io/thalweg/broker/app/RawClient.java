package io.thalweg.broker.app;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.thalweg.broker.record.BatchRecords;
import io.thalweg.broker.record.PlainRecord;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.proto.v1.Acks;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.FetchRequest;
import io.thalweg.proto.v1.FetchResponse;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a client of another language would do: the generated stubs and nothing else. */
public record RawClient(Channel channel) {

    private static final int SECONDS = 20;

    public CreateTopicResponse createTopic(String name, int partitions, int replicas) {
        return createTopic(name, partitions, replicas, Map.of());
    }

    public CreateTopicResponse createTopic(String name, int partitions, int replicas, Map<String, String> config) {
        return admin().createTopic(CreateTopicRequest.newBuilder()
                .putAllConfig(config)
                .setName(name)
                .setPartitions(partitions)
                .setReplicas(replicas)
                .build());
    }

    AdminServiceGrpc.AdminServiceBlockingStub admin() {
        return AdminServiceGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    FetchServiceGrpc.FetchServiceBlockingStub fetches() {
        return FetchServiceGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    ProduceServiceGrpc.ProduceServiceBlockingStub produces() {
        return ProduceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    public MetadataUpdate metadata(String topic) {
        return ClusterServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .getMetadata(MetadataRequest.newBuilder().addTopics(topic).build());
    }

    public ProduceResponse produce(String topic, int partition, String... values) {
        RecordSet.Builder records = RecordSet.newBuilder();
        for (String value : values) {
            records.addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value)));
        }
        return produces()
                .produce(ProduceRequest.newBuilder()
                        .setTopic(topic)
                        .setPartition(partition)
                        .setAcks(Acks.ACKS_ALL)
                        .setRecords(records)
                        .build());
    }

    /** All values of a partition from an offset to its high watermark, control records left out. */
    public List<String> values(String topic, int partition, long fromOffset) {
        List<String> values = new ArrayList<>();
        long offset = fromOffset;
        FetchResponse response = fetch(topic, partition, offset);
        while (!response.getBatches().isEmpty()) {
            for (RecordBatch batch :
                    RecordBatches.of(ByteBuffer.wrap(response.getBatches().toByteArray()))) {
                offset = batch.nextOffset();
                if (!batch.isControl()) {
                    BatchRecords.decode(batch).forEach(record -> values.add(text(record)));
                }
            }
            response = fetch(topic, partition, offset);
        }
        return values;
    }

    private static String text(PlainRecord record) {
        ByteBuffer value = record.value();
        return value == null
                ? ""
                : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }

    public FetchResponse fetch(String topic, int partition, long offset) {
        return fetches()
                .fetch(FetchRequest.newBuilder()
                        .setTopic(topic)
                        .setPartition(partition)
                        .setOffset(offset)
                        .build());
    }

    /** The documented reason and details of a failed call. */
    static ErrorInfo errorInfo(StatusRuntimeException problem) {
        Status status = StatusProto.fromThrowable(problem);
        if (status == null) {
            throw new AssertionError("no status", problem);
        }
        return errorInfo(status, problem);
    }

    static ErrorInfo errorInfo(Status status, Throwable problem) {
        for (Any detail : status.getDetailsList()) {
            try {
                if (detail.is(ErrorInfo.class)) {
                    return detail.unpack(ErrorInfo.class);
                }
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("no error info: " + status, problem);
    }
}

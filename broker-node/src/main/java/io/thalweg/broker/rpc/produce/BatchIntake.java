package io.thalweg.broker.rpc.produce;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchCheck;
import io.thalweg.broker.record.BatchProblem;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.BatchValidator;
import io.thalweg.broker.record.MalformedBatchException;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ProduceRequest;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Turns a request into an append, or says what is wrong with it: topic, partition, and every byte of the batch that can be
 * checked before the partition's loop sees it. Runs on the request's thread. Thread-safe.
 */
final class BatchIntake {

    private static final int USUAL_TIMEOUT_MILLIS = 30_000;
    private static final int LONGEST_TIMEOUT_MILLIS = 600_000;

    private final ImageView view;
    private final LongSupplier wallMillis;

    BatchIntake(ImageView view, LongSupplier wallMillis) {
        this.view = view;
        this.wallMillis = wallMillis;
    }

    AppendRequest read(ProduceCall call) throws RejectedException {
        ProduceRequest request = call.request();
        ClusterImage image = view.image();
        Topic topic = PartitionLookup.topic(image, request.getTopicId(), request.getTopic());
        Partition partition = PartitionLookup.partition(image, topic, request.getPartition());
        if (topic.internal()) {
            throw new RejectedException(Failure.of(
                    ErrorReason.ERROR_REASON_INTERNAL_TOPIC,
                    "Topic " + topic.name() + " is written by the brokers themselves."));
        }
        ByteBuffer bytes = bytes(call, partition.id());
        return new AppendRequest(
                partition.id(),
                validate(bytes, partition.id(), topic.config().maxMessageBytes()),
                acks(request),
                request.hasExpectedLogEnd() ? OptionalLong.of(request.getExpectedLogEnd()) : OptionalLong.empty(),
                timeout(request));
    }

    private ByteBuffer bytes(ProduceCall call, PartitionId partition) throws RejectedException {
        boolean plain = call.request().hasRecords();
        if (plain == call.batch().hasRemaining()) {
            throw new RejectedException(Failure.invalid("Exactly one of batch and records must be set."));
        }
        if (!plain) {
            return call.batch();
        }
        try {
            ByteBuffer records = call.request().getRecords().toByteString().asReadOnlyByteBuffer();
            return BatchBuilder.ofRecordSet(seed(partition), records, wallMillis.getAsLong())
                    .bytes();
        } catch (MalformedBatchException e) {
            throw new RejectedException(Failure.invalid("records: " + e.getMessage()));
        }
    }

    private static RecordBatch validate(ByteBuffer bytes, PartitionId partition, int maxBytes)
            throws RejectedException {
        BatchCheck check = BatchValidator.validate(bytes, seed(partition), maxBytes);
        if (check instanceof BatchCheck.Sound sound) {
            return sound.batch();
        }
        BatchProblem problem = (BatchProblem) check;
        if (problem.cause() == BatchProblem.Cause.TOO_LARGE) {
            throw new RejectedException(new Failure(
                    ErrorReason.ERROR_REASON_RECORD_TOO_LARGE,
                    problem.message(),
                    Map.of("limit", Integer.toString(maxBytes), "size", Integer.toString(bytes.remaining()))));
        }
        throw new RejectedException(new Failure(
                ErrorReason.ERROR_REASON_CORRUPT_BATCH,
                problem.message(),
                Map.of("cause", problem.cause().name())));
    }

    private static BatchSeed seed(PartitionId partition) {
        return new BatchSeed(
                partition.topic().value().getMostSignificantBits(),
                partition.topic().value().getLeastSignificantBits(),
                partition.index());
    }

    private static Acks acks(ProduceRequest request) throws RejectedException {
        return switch (request.getAcks()) {
            case ACKS_ALL -> Acks.ALL;
            case ACKS_LEADER -> Acks.LEADER;
            case ACKS_NONE -> Acks.NONE;
            case UNRECOGNIZED ->
                throw new RejectedException(
                        Failure.invalid("acks has the unknown value " + request.getAcksValue() + "."));
        };
    }

    private static int timeout(ProduceRequest request) throws RejectedException {
        int wanted = request.getTimeoutMillis();
        if (wanted < 0) {
            throw new RejectedException(Failure.invalid("timeout_millis is negative."));
        }
        return wanted == 0 ? USUAL_TIMEOUT_MILLIS : Math.min(wanted, LONGEST_TIMEOUT_MILLIS);
    }
}

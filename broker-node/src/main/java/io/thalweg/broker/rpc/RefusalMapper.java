package io.thalweg.broker.rpc;

import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;

/** Says for a client why the runtime refused something for one partition. Pure but for the image it looks into. */
public final class RefusalMapper implements Refusal.Handler<Failure>, Rejection.Handler<Failure> {

    private final LeaderHints hints;
    private final PartitionId partition;

    private RefusalMapper(LeaderHints hints, PartitionId partition) {
        this.hints = hints;
        this.partition = partition;
    }

    /** Returns the failure for that refusal; {@code hints} name the leader of the day. */
    public static Failure failure(Refusal refusal, PartitionId partition, LeaderHints hints) {
        return refusal.dispatch(new RefusalMapper(hints, partition));
    }

    @Override
    public Failure replica(Refusal.ByReplica refusal) {
        return refusal.rejection().dispatch(this);
    }

    @Override
    public Failure unknownPartition(Refusal.UnknownPartition refusal) {
        return PartitionLookup.unknownTopic(hints.topicName(partition));
    }

    @Override
    public Failure offsetOutOfRange(Refusal.OffsetOutOfRange refusal) {
        return new Failure(
                ErrorReason.ERROR_REASON_OFFSET_OUT_OF_RANGE,
                "Offset " + refusal.offset() + " is not between " + refusal.logStart() + " and "
                        + refusal.highWatermark() + ", or belongs to another history.",
                Map.of(
                        "offset", Long.toString(refusal.offset()),
                        "logStart", Long.toString(refusal.logStart()),
                        "highWatermark", Long.toString(refusal.highWatermark())));
    }

    @Override
    public Failure offsetNotYetAvailable(Refusal.OffsetNotYetAvailable refusal) {
        return new Failure(
                ErrorReason.ERROR_REASON_OFFSET_NOT_YET_AVAILABLE,
                "Offset " + refusal.offset() + " is not committed here yet.",
                Map.of(
                        "offset", Long.toString(refusal.offset()),
                        "highWatermark", Long.toString(refusal.highWatermark())));
    }

    @Override
    public Failure diskFull(Refusal.DiskFull refusal) {
        return new Failure(
                ErrorReason.ERROR_REASON_DISK_FULL,
                "The broker's disk has " + refusal.freeBytes() + " bytes left.",
                Map.of("freeBytes", Long.toString(refusal.freeBytes())));
    }

    @Override
    public Failure notReady(Refusal.NotReady refusal) {
        return Failure.of(ErrorReason.ERROR_REASON_BROKER_NOT_READY, "The broker is starting or stopping.");
    }

    @Override
    public Failure notLeader(Rejection.NotLeader rejection) {
        return hints.notLeader(partition);
    }

    @Override
    public Failure leadershipLost(Rejection.LeadershipLost rejection) {
        return hints.leadershipLost(partition);
    }

    @Override
    public Failure notEnoughReplicas(Rejection.NotEnoughReplicas rejection) {
        return new Failure(
                ErrorReason.ERROR_REASON_NOT_ENOUGH_REPLICAS,
                rejection.inSync() + " replicas in sync, " + rejection.required() + " required.",
                Map.of(
                        "required", Integer.toString(rejection.required()),
                        "inSync", Integer.toString(rejection.inSync())));
    }

    @Override
    public Failure leaseExpired(Rejection.LeaseExpired rejection) {
        return hints.leaseExpired(partition);
    }

    @Override
    public Failure outOfOrderSequence(Rejection.OutOfOrderSequence rejection) {
        return new Failure(
                ErrorReason.ERROR_REASON_OUT_OF_ORDER_SEQUENCE,
                "Sequence " + rejection.got() + " came where " + rejection.expected() + " was expected.",
                Map.of("expected", Long.toString(rejection.expected()), "got", Long.toString(rejection.got())));
    }

    @Override
    public Failure producerFenced(Rejection.ProducerFenced rejection) {
        return Failure.of(
                ErrorReason.ERROR_REASON_PRODUCER_FENCED,
                "The producer id is in use with epoch " + rejection.currentEpoch() + ".");
    }

    @Override
    public Failure logEndMismatch(Rejection.LogEndMismatch rejection) {
        return new Failure(
                ErrorReason.ERROR_REASON_LOG_END_MISMATCH,
                "The log ends at " + rejection.logEnd() + ", not at " + rejection.expected() + ".",
                Map.of("expected", Long.toString(rejection.expected()), "logEnd", Long.toString(rejection.logEnd())));
    }

    @Override
    public Failure overloaded(Rejection.Overloaded rejection) {
        return Failure.of(ErrorReason.ERROR_REASON_OVERLOADED, "Too many requests of the partition wait already.");
    }

    @Override
    public Failure timedOut(Rejection.TimedOut rejection) {
        return Failure.of(ErrorReason.ERROR_REASON_TIMED_OUT, "The wait ended before the outcome was known.");
    }

    @Override
    public Failure faulted(Rejection.Faulted rejection) {
        return Failure.of(ErrorReason.ERROR_REASON_INTERNAL, rejection.message());
    }
}

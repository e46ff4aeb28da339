package io.thalweg.metadata.controller;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RecoveryEvidence;
import java.util.ArrayList;
import java.util.List;

/** Says what a recovery loses or may lose, by comparing the new leader's log with the others'. Pure. */
final class RecoveryLosses {

    private final ClusterImage image;
    private final Partition partition;
    private final RecoveryEvidence leader;
    private final List<String> sentences = new ArrayList<>();

    /**
     * @param leader evidence of the replica that would lead
     */
    RecoveryLosses(ClusterImage image, Partition partition, RecoveryEvidence leader) {
        this.image = image;
        this.partition = partition;
        this.leader = leader;
    }

    /** At least one sentence. */
    List<String> sentences(List<RecoveryEvidence> evidence, List<BrokerId> missing) {
        missing.forEach(this::missing);
        for (RecoveryEvidence other : evidence) {
            if (!other.equals(leader)) {
                compare(other);
            }
        }
        if (leader.damaged()) {
            sentences.add("The new leader's replica is damaged: what it cannot read is lost.");
        }
        if (leader.logEnd() == 0) {
            sentences.add("The new leader's log is empty: the partition begins anew.");
        }
        if (sentences.isEmpty()) {
            sentences.add("No replica has more than broker " + name(leader)
                    + "; records that all of them lost, if there were any, are gone already.");
        }
        return List.copyOf(sentences);
    }

    private void missing(BrokerId id) {
        Holder entry = partition.holder(id);
        if (entry != null && image.validated(entry)) {
            sentences.add("Broker " + id + " has every acknowledged record and is not running: start it instead if it"
                    + " can be started. What only it has will be lost.");
        } else {
            sentences.add("What only broker " + id + " has will be lost; it did not tell what it has.");
        }
    }

    private void compare(RecoveryEvidence other) {
        long end = leader.logEnd();
        if (other.damaged()) {
            sentences.add("The replica on broker " + name(other) + " is damaged.");
        }
        if (other.lastEpoch() > leader.lastEpoch()) {
            sentences.add("Broker " + name(other) + " has records of leader epoch " + other.lastEpoch()
                    + ", later than the new leader's last, " + leader.lastEpoch()
                    + ": all of them may have been acknowledged and will be lost, whatever their offsets.");
        }
        if (other.highWatermark() > end) {
            sentences.add("Records " + range(end, other.highWatermark()) + " were committed, as broker " + name(other)
                    + " knows, and will be lost.");
        }
        long from = Math.max(end, other.highWatermark());
        if (other.logEnd() > from) {
            sentences.add("Records " + range(from, other.logEnd()) + ", which broker " + name(other)
                    + " has, may have been acknowledged and will be lost.");
        }
    }

    private static String range(long from, long endExclusive) {
        return from + ".." + (endExclusive - 1);
    }

    private static String name(RecoveryEvidence evidence) {
        return evidence.broker().id().toString();
    }
}

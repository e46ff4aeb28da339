package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.metadata.model.TopicLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Partitions that a command brings into being, at the end of a topic: checks their placement, gives uids, and starts each
 * with its live replicas.
 *
 * @param first index of the first of them in its topic
 * @param replicas of each, in order of preference
 */
record NewPartitions(TopicId topic, int first, List<List<BrokerId>> replicas) {

    /** Why they can't be made, or null. */
    @Nullable
    CommandReply refusal(ImageEdit edit, int replicasOfEach) {
        int total = first + replicas.size();
        if (total < 1 || total > TopicLimits.MAX_PARTITIONS) {
            return invalid("a topic has from 1 to " + TopicLimits.MAX_PARTITIONS + " partitions, not " + total);
        }
        if (edit.counters().nextPartitionUid() > Integer.MAX_VALUE - replicas.size()) {
            return CommandReply.rejected(RejectionReason.OVERLOADED, "partition numbers are used up");
        }
        for (List<BrokerId> placed : replicas) {
            if (placed.isEmpty() || placed.size() != replicasOfEach || placed.size() > TopicLimits.MAX_REPLICAS) {
                return invalid(
                        "every partition has the same number of replicas, from 1 to " + TopicLimits.MAX_REPLICAS);
            }
            if (new HashSet<>(placed).size() != placed.size()) {
                return invalid("a partition has two replicas on one broker");
            }
            CommandReply refusal = brokersRefusal(edit, placed);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable CommandReply brokersRefusal(ImageEdit edit, List<BrokerId> placed) {
        boolean anyActive = false;
        for (BrokerId id : placed) {
            Broker broker = edit.broker(id);
            if (broker == null) {
                return refused(RejectionReason.BROKER_NOT_FOUND, id, "is not registered");
            }
            if (broker.draining()) {
                return refused(RejectionReason.BROKER_NOT_READY, id, "is draining and takes no new replicas");
            }
            anyActive |= broker.active();
        }
        String message = "a partition has no replica on an active broker";
        return anyActive ? null : CommandReply.rejected(RejectionReason.NOT_ENOUGH_BROKERS, message);
    }

    private static CommandReply refused(RejectionReason reason, BrokerId broker, String problem) {
        Map<String, String> details = Map.of("broker", broker.toString());
        return new CommandReply.Rejected(reason, "broker " + broker + " " + problem, details);
    }

    /** Puts them into the image and returns their uids. To be called once, after {@link #refusal} had nothing to say. */
    List<PartitionUid> put(ImageEdit edit) {
        int firstUid = edit.counters().nextPartitionUid();
        List<PartitionUid> uids = new ArrayList<>(replicas.size());
        for (int at = 0; at < replicas.size(); at++) {
            PartitionUid uid = new PartitionUid(firstUid + at);
            uids.add(uid);
            edit.put(partition(edit, uid, new PartitionId(topic, first + at), replicas.get(at)));
        }
        edit.counters(edit.counters().withNextPartitionUid(firstUid + uids.size()));
        return uids;
    }

    private static Partition partition(ImageEdit edit, PartitionUid uid, PartitionId id, List<BrokerId> placed) {
        List<Holder> holders = new ArrayList<>(placed.size());
        for (BrokerId replica : placed) {
            Broker broker = edit.broker(replica);
            if (broker != null && broker.active()) {
                holders.add(broker.identity().asHolder());
            }
        }
        return Partition.created(uid, id, edit.shared(placed), edit.shared(holders), edit.epoch());
    }

    private static CommandReply invalid(String message) {
        return CommandReply.rejected(RejectionReason.INVALID_REQUEST, message);
    }
}

package io.thalweg.broker.rpc;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.ErrorReason;
import java.util.HashMap;
import java.util.Map;

/** Tells a client where to go instead, by addresses of the listener that it came in on. Thread-safe. */
public final class LeaderHints {

    private final ImageView view;
    private final String listener;

    /** Creates the hints for one listener. */
    public LeaderHints(ImageView view, String listener) {
        this.view = view;
        this.listener = listener;
    }

    /** Returns the failure for a request that this broker does not lead. */
    public Failure notLeader(PartitionId partition) {
        Map<String, String> details = details(partition);
        return new Failure(
                ErrorReason.ERROR_REASON_NOT_LEADER,
                "This broker does not lead " + display(partition) + "; " + leaderText(details),
                details);
    }

    /** Returns the failure for a request that only a leader who surely leads may do. */
    public Failure leaseExpired(PartitionId partition) {
        return new Failure(
                ErrorReason.ERROR_REASON_LEASE_EXPIRED,
                "This broker has not heard from the metadata leader for so long that another one may lead "
                        + display(partition) + ".",
                Map.of("topic", topicName(partition), "partition", Integer.toString(partition.index())));
    }

    /** Returns the failure for a batch whose fate the next leader decides. */
    public Failure leadershipLost(PartitionId partition) {
        Map<String, String> details = details(partition);
        return new Failure(
                ErrorReason.ERROR_REASON_LEADERSHIP_LOST,
                "The leadership of " + display(partition) + " moved before the batch was committed; "
                        + leaderText(details),
                details);
    }

    /** Returns the name of the partition's topic, or its id when the image has it no more. */
    public String topicName(PartitionId partition) {
        Topic topic = view.image().topic(partition.topic());
        return topic == null ? partition.topic().toString() : topic.name();
    }

    /** Returns leader, leader epoch, host and port of a partition, as far as they are known. */
    public Map<String, String> details(PartitionId id) {
        Map<String, String> details = new HashMap<>();
        details.put("topic", topicName(id));
        details.put("partition", Integer.toString(id.index()));
        ClusterImage image = view.image();
        Partition partition = image.partition(id);
        if (partition == null) {
            return details;
        }
        details.put("leaderEpoch", Long.toString(partition.leaderEpoch().value()));
        if (partition.leader() != null) {
            details.put("leader", Integer.toString(partition.leader().value()));
            Broker leader = image.broker(partition.leader());
            Endpoint endpoint = leader == null ? null : leader.listener(listener);
            if (endpoint != null) {
                details.put("host", endpoint.host());
                details.put("port", Integer.toString(endpoint.port()));
            }
        }
        return details;
    }

    private String display(PartitionId partition) {
        return topicName(partition) + "-" + partition.index();
    }

    private static String leaderText(Map<String, String> details) {
        String leader = details.get("leader");
        return leader == null ? "it has no leader now." : "broker " + leader + " does.";
    }
}

package io.thalweg.metadata.controller;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says what is risky about a topic, as sentences. Pure. */
final class TopicRisks {

    private static final int USUAL_REPLICAS = 3;

    private TopicRisks() {}

    /** What a number of replicas and {@code min.insync.replicas} mean for a topic; empty for three and two. */
    static List<String> ofReplicas(TopicConfig config, int replicas) {
        int least = config.minInsyncReplicas();
        if (replicas == 1) {
            return List.of(
                    "The topic has one replica: it is unavailable while that broker is down, and lost with its disk.");
        } else if (replicas == least) {
            return List.of("The topic takes no writes while any of its " + replicas + " replicas is down, because "
                    + TopicConfig.MIN_INSYNC_REPLICAS + " is " + least + ".");
        } else if (least == 1) {
            return List.of(
                    "With " + TopicConfig.MIN_INSYNC_REPLICAS + " 1 a single lost disk can lose acknowledged records.");
        } else if (replicas < USUAL_REPLICAS) {
            return List.of("The topic has " + replicas + " replicas; 3 survive a failure during maintenance.");
        }
        return List.of();
    }

    /** What changes for the worse from one state of a topic to the next. */
    static List<String> ofChange(ClusterImage image, Topic before, Topic after) {
        List<String> risks = new ArrayList<>();
        if (after.partitions().size() > before.partitions().size()) {
            risks.add("Records of a key may go to another partition from now on than the earlier records of that key.");
        }
        if (after.config().durability() == Durability.OS && before.config().durability() != Durability.OS) {
            risks.add("With durability os a power cut of several brokers can lose acknowledged records.");
        }
        int least = after.config().minInsyncReplicas();
        if (least != before.config().minInsyncReplicas()) {
            List<Partition> partitions = before.partitions().stream()
                    .map(image::partition)
                    .filter(Objects::nonNull)
                    .toList();
            risks.addAll(ofReplicas(after.config(), fewestReplicas(partitions)));
            long waiting = partitions.stream()
                    .filter(partition -> image.inSync(partition).size() < least)
                    .count();
            if (waiting > 0) {
                risks.add(waiting + " of " + partitions.size() + " partitions have fewer than " + least
                        + " replicas in sync now and take no writes until more have caught up.");
            }
        }
        return risks;
    }

    private static int fewestReplicas(List<Partition> partitions) {
        return partitions.stream().mapToInt(Partition::fewestReplicas).min().orElse(0);
    }
}

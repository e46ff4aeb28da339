package io.thalweg.client.api.admin.recovery;

import java.util.List;

/**
 * A recovery that was made, or what it would be.
 *
 * @param evidence what the decision rests on
 * @param leader the broker that leads, or would
 * @param losses what is or may be lost, as sentences; never empty
 */
public record RecoveryOutcome(PartitionReplicas evidence, int leader, List<String> losses) {
    public RecoveryOutcome {
        losses = List.copyOf(losses);
    }
}

package io.thalweg.client.api.admin.reassignment;

import java.util.List;

/**
 * A move that was begun or turned back, or what it would be.
 *
 * @param move from what to what
 * @param changed false if all was so already
 * @param warnings what the operator should know, as sentences
 */
public record ReassignmentOutcome(PartitionMove move, boolean changed, List<String> warnings) {
    public ReassignmentOutcome {
        warnings = List.copyOf(warnings);
    }
}

package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a group shares partitions. The stored number of each never changes. */
public enum GroupAssignor {
    /** Even over members, keeping what each already has; the default. */
    UNIFORM_STICKY(0),
    /** Contiguous ranges per topic, members in the order of their ids. */
    RANGE(1);

    private final int number;

    GroupAssignor(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static GroupAssignor ofNumber(int number) {
        return number == RANGE.number ? RANGE : UNIFORM_STICKY;
    }

    /**
     * Who shall own what. Pure and deterministic.
     *
     * @param wanted the topics that each member subscribes to
     * @param current what each member owns now
     * @return for every member of {@code wanted} a set; each partition of a wanted topic is in exactly one
     */
    Map<MemberId, Set<PartitionId>> assign(
            Map<MemberId, List<TopicShape>> wanted, Map<MemberId, ? extends Collection<PartitionId>> current) {
        return switch (this) {
            case UNIFORM_STICKY -> UniformStickyAssignment.of(wanted, current);
            case RANGE -> RangeAssignment.of(wanted);
        };
    }
}

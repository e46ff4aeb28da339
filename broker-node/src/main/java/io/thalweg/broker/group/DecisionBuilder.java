package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows and effects of one call. A later row of the same key replaces the earlier one. */
final class DecisionBuilder {
    private final List<GroupRow> rows = new ArrayList<>();
    private final List<GroupEffect> effects = new ArrayList<>();

    void put(GroupId group, GroupMember member) {
        row(new GroupRow(GroupRows.memberKey(group, member.id()), GroupRows.encode(member)));
    }

    void remove(GroupId group, MemberId member) {
        row(new GroupRow(GroupRows.memberKey(group, member), null));
    }

    void put(GroupId group, PartitionId partition, CommittedOffset offset) {
        row(new GroupRow(GroupRows.offsetKey(group, partition), GroupRows.encode(offset)));
    }

    void remove(GroupId group, PartitionId partition) {
        row(new GroupRow(GroupRows.offsetKey(group, partition), null));
    }

    void effect(GroupEffect effect) {
        effects.add(effect);
    }

    GroupDecision build() {
        return new GroupDecision(rows, effects, null);
    }

    private void row(GroupRow row) {
        rows.removeIf(earlier -> java.util.Arrays.equals(earlier.key(), row.key()));
        rows.add(row);
    }
}

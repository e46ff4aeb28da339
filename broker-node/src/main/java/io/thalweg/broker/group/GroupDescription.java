package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.List;
import java.util.SortedMap;

/** A group as tools show it, at one moment of its coordinator. */
public record GroupDescription(
        GroupId group, GroupState state, List<GroupMember> members, SortedMap<PartitionId, CommittedOffset> offsets) {}

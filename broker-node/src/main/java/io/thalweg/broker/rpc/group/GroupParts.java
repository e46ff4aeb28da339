package io.thalweg.broker.rpc.group;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.runtime.group.GroupAccess;
import io.thalweg.metadata.model.BrokerId;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the group service works with.
 *
 * @param self this broker
 * @param topics makes sure that the coordinator topic exists
 * @param ids random ids for new members
 */
public record GroupParts(
        ImageView view, GroupAccess groups, BrokerId self, CoordinatorTopic topics, Supplier<UUID> ids) {}

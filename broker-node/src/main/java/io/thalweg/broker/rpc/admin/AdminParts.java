package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.metadata.model.BrokerId;
import java.util.function.IntSupplier;

/**
 * What the admin service needs.
 *
 * @param self this broker
 * @param view the image
 * @param partitions positions of what this broker leads
 * @param metadata the way to the metadata leader
 * @param planning places replicas of new topics
 * @param leaders asks other brokers for positions
 * @param replicas asks other brokers what their replicas have
 * @param metadataLeader broker id of the metadata leader, 0 when unknown
 */
public record AdminParts(
        BrokerId self,
        ImageView view,
        PartitionAccess partitions,
        MetadataGateway metadata,
        TopicPlanning planning,
        LeaderAsker leaders,
        ReplicaAsker replicas,
        IntSupplier metadataLeader) {}

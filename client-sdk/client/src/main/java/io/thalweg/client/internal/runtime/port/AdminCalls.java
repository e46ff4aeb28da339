package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.CreatedTopic;
import io.thalweg.client.api.admin.FeatureLevels;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.QuorumDescription;
import io.thalweg.client.api.admin.TopicAlteration;
import io.thalweg.client.api.admin.TopicDescription;
import io.thalweg.client.api.admin.TopicSummary;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Single calls that any broker takes. */
public interface AdminCalls {
    CompletableFuture<Indexed<CreatedTopic>> createTopic(BrokerAddress broker, NewTopic topic, boolean validateOnly);

    CompletableFuture<Indexed<AlteredTopic>> alterTopic(
            BrokerAddress broker, TopicAlteration change, boolean validateOnly);

    /** Answers with the index of the metadata in which the topic is gone. */
    CompletableFuture<Long> deleteTopic(BrokerAddress broker, String name);

    CompletableFuture<List<TopicSummary>> listTopics(BrokerAddress broker, boolean includeInternal, long atLeastIndex);

    CompletableFuture<TopicDescription> describeTopic(BrokerAddress broker, String name);

    CompletableFuture<ClusterDescription> describeCluster(BrokerAddress broker);

    CompletableFuture<List<PartitionReplicas>> describeReplicas(
            BrokerAddress broker, String topic, List<Integer> partitions);

    CompletableFuture<Indexed<RecoveryOutcome>> recoverPartition(
            BrokerAddress broker, PartitionRecovery recovery, boolean dryRun);

    CompletableFuture<Integer> drain(BrokerAddress broker, int brokerId, boolean drain);

    CompletableFuture<FeatureLevels> describeFeatures(BrokerAddress broker);

    CompletableFuture<FeatureLevels> finaliseFeatures(BrokerAddress broker, int level);

    CompletableFuture<QuorumDescription> describeVoters(BrokerAddress broker);

    /** Changes the voters; 0 for a broker that is not meant. */
    CompletableFuture<QuorumDescription> changeVoters(BrokerAddress broker, int added, int removed);

    CompletableFuture<Indexed<ReassignmentOutcome>> reassign(
            BrokerAddress broker, TopicPartition partition, List<Integer> replicas, boolean dryRun);

    CompletableFuture<Indexed<ReassignmentOutcome>> cancelReassignment(BrokerAddress broker, TopicPartition partition);

    CompletableFuture<List<ReassignmentDescription>> listReassignments(BrokerAddress broker);

    /** One step, or what all of them would move. */
    CompletableFuture<Indexed<DecommissionProgress>> decommission(
            BrokerAddress broker, int brokerId, int mostMoving, boolean dryRun);

    /**
     * An answer and the index of the metadata that it is part of.
     *
     * @param value the answer
     * @param index index of the image
     */
    record Indexed<T>(T value, long index) {}
}

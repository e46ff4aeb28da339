package io.thalweg.client.internal.rpc;

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
import io.thalweg.client.internal.runtime.port.AdminCalls;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.AdminServiceGrpc.AdminServiceStub;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.AlterTopicResponse;
import io.thalweg.proto.v1.CancelReassignmentRequest;
import io.thalweg.proto.v1.CancelReassignmentResponse;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.DecommissionBrokerRequest;
import io.thalweg.proto.v1.DecommissionBrokerResponse;
import io.thalweg.proto.v1.DeleteTopicRequest;
import io.thalweg.proto.v1.DeleteTopicResponse;
import io.thalweg.proto.v1.DescribeClusterRequest;
import io.thalweg.proto.v1.DescribeClusterResponse;
import io.thalweg.proto.v1.DescribeFeaturesRequest;
import io.thalweg.proto.v1.DescribeFeaturesResponse;
import io.thalweg.proto.v1.DescribeReplicasRequest;
import io.thalweg.proto.v1.DescribeReplicasResponse;
import io.thalweg.proto.v1.DescribeTopicRequest;
import io.thalweg.proto.v1.DescribeTopicResponse;
import io.thalweg.proto.v1.DescribeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.DrainBrokerRequest;
import io.thalweg.proto.v1.DrainBrokerResponse;
import io.thalweg.proto.v1.FinaliseFeatureLevelRequest;
import io.thalweg.proto.v1.ListReassignmentsRequest;
import io.thalweg.proto.v1.ListReassignmentsResponse;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.ReassignPartitionRequest;
import io.thalweg.proto.v1.ReassignPartitionResponse;
import io.thalweg.proto.v1.RecoverPartitionRequest;
import io.thalweg.proto.v1.RecoverPartitionResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The admin calls on gRPC. */
final class GrpcAdminCalls implements AdminCalls {
    private final Channels channels;
    private final long attemptMillis;

    GrpcAdminCalls(Channels channels, long attemptMillis) {
        this.channels = channels;
        this.attemptMillis = attemptMillis;
    }

    private AdminServiceStub stub(BrokerAddress broker) {
        return AdminServiceGrpc.newStub(channels.to(broker)).withDeadlineAfter(attemptMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Indexed<CreatedTopic>> createTopic(
            BrokerAddress broker, NewTopic topic, boolean validateOnly) {
        CreateTopicRequest request = CreateTopicRequest.newBuilder()
                .setName(topic.name())
                .setPartitions(topic.partitions())
                .setReplicas(topic.replicas())
                .putAllConfig(topic.config())
                .setValidateOnly(validateOnly)
                .build();
        return UnaryCall.<CreateTopicResponse, Indexed<CreatedTopic>>start(
                answer -> stub(broker).createTopic(request, answer),
                created -> new Indexed<>(AdminMapping.toCreated(created), created.getMetadataIndex()));
    }

    @Override
    public CompletableFuture<Indexed<AlteredTopic>> alterTopic(
            BrokerAddress broker, TopicAlteration change, boolean validateOnly) {
        AlterTopicRequest request = AlterTopicRequest.newBuilder()
                .setName(change.name())
                .putAllConfig(change.config())
                .addAllResetConfig(change.reset())
                .setPartitions(change.partitions())
                .setValidateOnly(validateOnly)
                .build();
        return UnaryCall.<AlterTopicResponse, Indexed<AlteredTopic>>start(
                answer -> stub(broker).alterTopic(request, answer),
                altered -> new Indexed<>(AdminMapping.toAltered(altered), altered.getMetadataIndex()));
    }

    @Override
    public CompletableFuture<Long> deleteTopic(BrokerAddress broker, String name) {
        DeleteTopicRequest request =
                DeleteTopicRequest.newBuilder().setName(name).build();
        return UnaryCall.<DeleteTopicResponse, Long>start(
                answer -> stub(broker).deleteTopic(request, answer), DeleteTopicResponse::getMetadataIndex);
    }

    @Override
    public CompletableFuture<List<TopicSummary>> listTopics(
            BrokerAddress broker, boolean includeInternal, long atLeastIndex) {
        MetadataRequest request = MetadataRequest.newBuilder()
                .setAllTopics(true)
                .setIncludeInternal(includeInternal)
                .setAtLeastIndex(atLeastIndex)
                .build();
        ClusterServiceGrpc.ClusterServiceStub cluster =
                ClusterServiceGrpc.newStub(channels.to(broker)).withDeadlineAfter(attemptMillis, TimeUnit.MILLISECONDS);
        return UnaryCall.<MetadataUpdate, List<TopicSummary>>start(
                answer -> cluster.getMetadata(request, answer), AdminMapping::toSummaries);
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(BrokerAddress broker, String name) {
        DescribeTopicRequest request =
                DescribeTopicRequest.newBuilder().setName(name).build();
        return UnaryCall.<DescribeTopicResponse, TopicDescription>start(
                answer -> stub(broker).describeTopic(request, answer), AdminMapping::toDescription);
    }

    @Override
    public CompletableFuture<ClusterDescription> describeCluster(BrokerAddress broker) {
        return UnaryCall.<DescribeClusterResponse, ClusterDescription>start(
                answer -> stub(broker).describeCluster(DescribeClusterRequest.getDefaultInstance(), answer),
                AdminMapping::toDescription);
    }

    @Override
    public CompletableFuture<List<PartitionReplicas>> describeReplicas(
            BrokerAddress broker, String topic, List<Integer> partitions) {
        DescribeReplicasRequest request = DescribeReplicasRequest.newBuilder()
                .setTopic(topic)
                .addAllPartitions(partitions)
                .build();
        return UnaryCall.<DescribeReplicasResponse, List<PartitionReplicas>>start(
                answer -> stub(broker).describeReplicas(request, answer), RecoveryMapping::toReplicas);
    }

    @Override
    public CompletableFuture<Indexed<RecoveryOutcome>> recoverPartition(
            BrokerAddress broker, PartitionRecovery recovery, boolean dryRun) {
        RecoverPartitionRequest request = RecoveryMapping.toRequest(recovery, dryRun);
        return UnaryCall.<RecoverPartitionResponse, Indexed<RecoveryOutcome>>start(
                answer -> stub(broker).recoverPartition(request, answer),
                recovered -> new Indexed<>(RecoveryMapping.toOutcome(recovered), recovered.getMetadataIndex()));
    }

    @Override
    public CompletableFuture<Integer> drain(BrokerAddress broker, int brokerId, boolean drain) {
        DrainBrokerRequest request = DrainBrokerRequest.newBuilder()
                .setBrokerId(brokerId)
                .setDrain(drain)
                .build();
        return UnaryCall.<DrainBrokerResponse, Integer>start(
                answer -> stub(broker).drainBroker(request, answer), DrainBrokerResponse::getLeadersLeft);
    }

    @Override
    public CompletableFuture<FeatureLevels> describeFeatures(BrokerAddress broker) {
        return UnaryCall.<DescribeFeaturesResponse, FeatureLevels>start(
                answer -> stub(broker).describeFeatures(DescribeFeaturesRequest.getDefaultInstance(), answer),
                AdminMapping::toFeatures);
    }

    @Override
    public CompletableFuture<FeatureLevels> finaliseFeatures(BrokerAddress broker, int level) {
        FinaliseFeatureLevelRequest request =
                FinaliseFeatureLevelRequest.newBuilder().setLevel(level).build();
        return UnaryCall.<DescribeFeaturesResponse, FeatureLevels>start(
                answer -> stub(broker).finaliseFeatureLevel(request, answer), AdminMapping::toFeatures);
    }

    @Override
    public CompletableFuture<QuorumDescription> describeVoters(BrokerAddress broker) {
        return UnaryCall.<DescribeVotersResponse, QuorumDescription>start(
                answer -> stub(broker).describeVoters(DescribeVotersRequest.getDefaultInstance(), answer),
                AdminMapping::toQuorum);
    }

    @Override
    public CompletableFuture<QuorumDescription> changeVoters(BrokerAddress broker, int added, int removed) {
        ChangeVotersRequest request = ChangeVotersRequest.newBuilder()
                .setAddBroker(added)
                .setRemoveBroker(removed)
                .build();
        return UnaryCall.<ChangeVotersResponse, QuorumDescription>start(
                answer -> stub(broker).changeVoters(request, answer),
                changed -> AdminMapping.toQuorum(changed.getVoters()));
    }

    @Override
    public CompletableFuture<Indexed<ReassignmentOutcome>> reassign(
            BrokerAddress broker, TopicPartition partition, List<Integer> replicas, boolean dryRun) {
        ReassignPartitionRequest request = ReassignPartitionRequest.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .addAllReplicas(replicas)
                .setDryRun(dryRun)
                .build();
        return UnaryCall.<ReassignPartitionResponse, Indexed<ReassignmentOutcome>>start(
                answer -> stub(broker).reassignPartition(request, answer),
                begun -> new Indexed<>(ReassignmentMapping.toOutcome(begun), begun.getMetadataIndex()));
    }

    @Override
    public CompletableFuture<Indexed<ReassignmentOutcome>> cancelReassignment(
            BrokerAddress broker, TopicPartition partition) {
        CancelReassignmentRequest request = CancelReassignmentRequest.newBuilder()
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .build();
        return UnaryCall.<CancelReassignmentResponse, Indexed<ReassignmentOutcome>>start(
                answer -> stub(broker).cancelReassignment(request, answer),
                turned -> new Indexed<>(ReassignmentMapping.toOutcome(turned), turned.getMetadataIndex()));
    }

    @Override
    public CompletableFuture<List<ReassignmentDescription>> listReassignments(BrokerAddress broker) {
        return UnaryCall.<ListReassignmentsResponse, List<ReassignmentDescription>>start(
                answer -> stub(broker).listReassignments(ListReassignmentsRequest.getDefaultInstance(), answer),
                ReassignmentMapping::toDescriptions);
    }

    @Override
    public CompletableFuture<Indexed<DecommissionProgress>> decommission(
            BrokerAddress broker, int brokerId, int mostMoving, boolean dryRun) {
        DecommissionBrokerRequest request = DecommissionBrokerRequest.newBuilder()
                .setBrokerId(brokerId)
                .setMostMoving(mostMoving)
                .setDryRun(dryRun)
                .build();
        return UnaryCall.<DecommissionBrokerResponse, Indexed<DecommissionProgress>>start(
                answer -> stub(broker).decommissionBroker(request, answer),
                step -> new Indexed<>(ReassignmentMapping.toProgress(step), step.getMetadataIndex()));
    }
}

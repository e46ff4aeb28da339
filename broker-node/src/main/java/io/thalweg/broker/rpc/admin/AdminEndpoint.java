package io.thalweg.broker.rpc.admin;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.AlterTopicResponse;
import io.thalweg.proto.v1.CancelReassignmentRequest;
import io.thalweg.proto.v1.CancelReassignmentResponse;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
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
import io.thalweg.proto.v1.DescribePartitionsRequest;
import io.thalweg.proto.v1.DescribePartitionsResponse;
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
import io.thalweg.proto.v1.ReassignPartitionRequest;
import io.thalweg.proto.v1.ReassignPartitionResponse;
import io.thalweg.proto.v1.RecoverPartitionRequest;
import io.thalweg.proto.v1.RecoverPartitionResponse;
import io.thalweg.proto.v1.ReportReplicasRequest;
import io.thalweg.proto.v1.ReportReplicasResponse;
import java.util.concurrent.TimeUnit;

/** The admin service. Changes go to the metadata leader; nothing here blocks. */
public final class AdminEndpoint extends AdminServiceGrpc.AdminServiceImplBase {

    private static final long LONGEST_DRAIN_WAIT_MILLIS = 300_000;
    private static final long REMOVAL_WAIT_MILLIS = 2_000;

    private final AdminParts parts;
    private final VoterGateway voters;
    private final ImageView view;
    private final Proposals proposals;
    private final TopicChanges changes;
    private final TopicDescriber topics;
    private final ClusterDescriber cluster;
    private final LocalPositions positions;
    private final DrainWait drains;
    private final PartitionRecovery recovery;
    private final LocalReplicas replicas;
    private final ReplicaMoves moves;
    private final BrokerRemoval removal;
    private final Features features;

    /**
     * Creates the service.
     *
     * @param voters the metadata leader's voters
     * @param listener name of the listener whose addresses are told
     */
    public AdminEndpoint(AdminParts parts, VoterGateway voters, String listener) {
        this.parts = parts;
        this.voters = voters;
        this.view = parts.view();
        ImageAnswers answers = new ImageAnswers(listener);
        LeaderHints hints = new LeaderHints(view, listener);
        FreshImages images = new FreshImages(view, parts.metadata());
        this.proposals = new Proposals(parts.metadata(), view);
        this.changes = new TopicChanges(parts.planning(), images, proposals);
        this.topics = new TopicDescriber(view, images, answers, hints, parts.leaders());
        this.cluster = new ClusterDescriber(answers);
        this.positions = new LocalPositions(view, parts.partitions(), hints, parts.self());
        this.drains = new DrainWait(view);
        this.recovery = new PartitionRecovery(images, proposals, new ReplicaCensus(parts.replicas()));
        this.replicas = new LocalReplicas(parts.partitions());
        this.moves = new ReplicaMoves(images, proposals);
        this.features = new Features(images, proposals);
        this.removal = new BrokerRemoval(view, images, proposals, voters, REMOVAL_WAIT_MILLIS);
    }

    @Override
    public void createTopic(CreateTopicRequest request, StreamObserver<CreateTopicResponse> client) {
        Replies.send(changes.create(request), client);
    }

    @Override
    public void alterTopic(AlterTopicRequest request, StreamObserver<AlterTopicResponse> client) {
        Replies.send(changes.alter(request), client);
    }

    @Override
    public void deleteTopic(DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> client) {
        Replies.send(changes.delete(request), client);
    }

    @Override
    public void describeTopic(DescribeTopicRequest request, StreamObserver<DescribeTopicResponse> client) {
        Replies.send(topics.describe(request), client);
    }

    @Override
    public void describePartitions(
            DescribePartitionsRequest request, StreamObserver<DescribePartitionsResponse> client) {
        try {
            client.onNext(positions.describe(request));
            client.onCompleted();
        } catch (RejectedException e) {
            client.onError(StatusMapper.exception(e.failure()));
        }
    }

    @Override
    public void describeCluster(DescribeClusterRequest request, StreamObserver<DescribeClusterResponse> client) {
        client.onNext(cluster.describe(view.image(), parts.metadataLeader().getAsInt()));
        client.onCompleted();
    }

    @Override
    public void drainBroker(DrainBrokerRequest request, StreamObserver<DrainBrokerResponse> client) {
        if (request.getBrokerId() < 1) {
            client.onError(StatusMapper.exception(Failure.invalid("broker_id must be 1 or more.")));
            return;
        }
        BrokerId broker = new BrokerId(request.getBrokerId());
        long waitMillis = request.getDrain() ? waitMillis() : 0;
        Replies.send(
                proposals
                        .accepted(new Command.DrainBroker(broker, request.getDrain()), false)
                        .thenCompose(index -> drains.untilEmpty(broker, waitMillis))
                        .thenApply(left -> DrainBrokerResponse.newBuilder()
                                .setLeadersLeft(left)
                                .build()),
                client);
    }

    @Override
    public void describeFeatures(DescribeFeaturesRequest request, StreamObserver<DescribeFeaturesResponse> client) {
        Replies.send(features.describe(), client);
    }

    @Override
    public void finaliseFeatureLevel(
            FinaliseFeatureLevelRequest request, StreamObserver<DescribeFeaturesResponse> client) {
        Replies.send(features.finalise(request.getLevel()), client);
    }

    @Override
    public void describeVoters(DescribeVotersRequest request, StreamObserver<DescribeVotersResponse> client) {
        Replies.send(voters.list(), client);
    }

    @Override
    public void changeVoters(ChangeVotersRequest request, StreamObserver<ChangeVotersResponse> client) {
        Replies.send(voters.change(request), client);
    }

    @Override
    public void describeReplicas(DescribeReplicasRequest request, StreamObserver<DescribeReplicasResponse> client) {
        Replies.send(recovery.describe(request), client);
    }

    @Override
    public void reportReplicas(ReportReplicasRequest request, StreamObserver<ReportReplicasResponse> client) {
        client.onNext(replicas.report(request));
        client.onCompleted();
    }

    @Override
    public void recoverPartition(RecoverPartitionRequest request, StreamObserver<RecoverPartitionResponse> client) {
        Replies.send(recovery.recover(request), client);
    }

    @Override
    public void reassignPartition(ReassignPartitionRequest request, StreamObserver<ReassignPartitionResponse> client) {
        Replies.send(moves.reassign(request), client);
    }

    @Override
    public void cancelReassignment(
            CancelReassignmentRequest request, StreamObserver<CancelReassignmentResponse> client) {
        Replies.send(moves.cancel(request), client);
    }

    @Override
    public void listReassignments(ListReassignmentsRequest request, StreamObserver<ListReassignmentsResponse> client) {
        Replies.send(moves.list(), client);
    }

    @Override
    public void decommissionBroker(
            DecommissionBrokerRequest request, StreamObserver<DecommissionBrokerResponse> client) {
        Replies.send(removal.step(request), client);
    }

    /** A little less than the client waits, so that it hears how far the drain came. */
    private static long waitMillis() {
        Deadline deadline = Context.current().getDeadline();
        long left = deadline == null ? LONGEST_DRAIN_WAIT_MILLIS : deadline.timeRemaining(TimeUnit.MILLISECONDS);
        return Math.max(0, Math.min(LONGEST_DRAIN_WAIT_MILLIS, left * 9 / 10));
    }
}

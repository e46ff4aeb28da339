package io.thalweg.client.fake;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.BrokerLoad;
import io.thalweg.proto.v1.CreateTopicRequest;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.DescribeClusterRequest;
import io.thalweg.proto.v1.DescribeClusterResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.List;
import java.util.Map;

/** The admin calls that the tests need. */
final class FakeAdminService extends AdminServiceGrpc.AdminServiceImplBase {
    private final FakeCluster cluster;

    FakeAdminService(FakeCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void createTopic(CreateTopicRequest request, StreamObserver<CreateTopicResponse> out) {
        if (cluster.topicNames().contains(request.getName())) {
            out.onError(FakeBroker.toFailure(new Refused(
                    ErrorReason.ERROR_REASON_TOPIC_EXISTS,
                    "topic " + request.getName() + " exists",
                    Map.of("topic", request.getName()))));
            return;
        }
        cluster.createTopic(request.getName(), Math.max(1, request.getPartitions()), request.getConfigMap());
        if (cluster.losesAnswer()) {
            out.onError(Status.UNAVAILABLE.withDescription("lost by the test").asException());
            return;
        }
        MetadataUpdate update = cluster.describe(List.of(request.getName()));
        out.onNext(CreateTopicResponse.newBuilder()
                .setTopicId(update.getTopics(0).getTopicId())
                .setMetadataIndex(update.getMetadataIndex())
                .setPartitions(update.getTopics(0).getPartitionsCount())
                .setReplicas(1)
                .addWarnings("one replica only")
                .build());
        out.onCompleted();
    }

    @Override
    public void describeCluster(DescribeClusterRequest request, StreamObserver<DescribeClusterResponse> out) {
        MetadataUpdate update = cluster.describe(List.of());
        DescribeClusterResponse.Builder answer = DescribeClusterResponse.newBuilder()
                .setClusterId(update.getClusterId())
                .setMetadataIndex(update.getMetadataIndex());
        update.getBrokersList()
                .forEach(broker -> answer.addBrokers(
                        BrokerLoad.newBuilder().setBroker(broker).setLeaders(1)));
        out.onNext(answer.build());
        out.onCompleted();
    }
}

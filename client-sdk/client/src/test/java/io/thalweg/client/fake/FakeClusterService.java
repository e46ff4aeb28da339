package io.thalweg.client.fake;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Metadata from the fake cluster's present state. */
final class FakeClusterService extends ClusterServiceGrpc.ClusterServiceImplBase {
    private final FakeCluster cluster;
    private final FakeBroker broker;

    FakeClusterService(FakeCluster cluster, FakeBroker broker) {
        this.cluster = cluster;
        this.broker = broker;
    }

    @Override
    public void getMetadata(MetadataRequest request, StreamObserver<MetadataUpdate> out) {
        out.onNext(cluster.describe(request));
        out.onCompleted();
    }

    @Override
    public StreamObserver<MetadataRequest> watchMetadata(StreamObserver<MetadataUpdate> out) {
        Set<String> watched = new ConcurrentSkipListSet<>();
        Runnable watcher = () -> {
            synchronized (out) {
                out.onNext(cluster.describe(watched));
            }
        };
        cluster.addWatcher(watcher);
        broker.opened(out);
        ((ServerCallStreamObserver<MetadataUpdate>) out).setOnCancelHandler(() -> cluster.removeWatcher(watcher));
        return new StreamObserver<>() {
            @Override
            public void onNext(MetadataRequest request) {
                watched.addAll(request.getTopicsList());
                synchronized (out) {
                    out.onNext(cluster.describe(request));
                }
            }

            @Override
            public void onError(Throwable failure) {
                cluster.removeWatcher(watcher);
                broker.ended(out);
            }

            @Override
            public void onCompleted() {
                cluster.removeWatcher(watcher);
                broker.ended(out);
            }
        };
    }
}

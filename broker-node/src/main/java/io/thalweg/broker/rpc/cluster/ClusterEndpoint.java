package io.thalweg.broker.rpc.cluster;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The cluster service. Answers from the image of this broker, whoever leads what; nothing here blocks. */
public final class ClusterEndpoint extends ClusterServiceGrpc.ClusterServiceImplBase {

    private static final long LONGEST_WAIT_SECONDS = 5;

    private final ImageView view;
    private final UpdateHead head;
    private final Set<MetadataWatch> watches = new CopyOnWriteArraySet<>();

    /**
     * Creates the service and subscribes it to the image.
     *
     * @param listener name of the listener whose addresses are told
     * @param metadataLeader broker id of the metadata leader, 0 when unknown
     */
    public ClusterEndpoint(ImageView view, String listener, IntSupplier metadataLeader) {
        this.view = view;
        this.head = new UpdateHead(new ImageAnswers(listener), metadataLeader);
        view.subscribe(this::onImage);
    }

    @Override
    public void getMetadata(MetadataRequest request, StreamObserver<MetadataUpdate> client) {
        view.atLeast(request.getAtLeastIndex())
                .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                .whenComplete((image, late) -> {
                    if (late != null) {
                        client.onError(StatusMapper.exception(tooOld(request.getAtLeastIndex())));
                    } else {
                        answer(request, image, client);
                    }
                });
    }

    private Failure tooOld(long wanted) {
        return Failure.of(
                ErrorReason.ERROR_REASON_TIMED_OUT,
                "This broker's metadata is at index " + view.image().index() + ", not yet at " + wanted + ".");
    }

    private void answer(MetadataRequest request, ClusterImage image, StreamObserver<MetadataUpdate> client) {
        WatchedTopics wanted = new WatchedTopics();
        try {
            wanted.add(request);
        } catch (RejectedException e) {
            client.onError(StatusMapper.exception(e.failure()));
            return;
        }
        MetadataUpdate.Builder update = head.of(image);
        wanted.tellAll(image, head.answers(), update);
        client.onNext(update.build());
        client.onCompleted();
    }

    @Override
    public StreamObserver<MetadataRequest> watchMetadata(StreamObserver<MetadataUpdate> client) {
        MetadataWatch watch = new MetadataWatch(
                (ServerCallStreamObserver<MetadataUpdate>) client, view::image, head, watches::remove);
        watches.add(watch);
        return watch;
    }

    private void onImage(ClusterImage image, ImageChanges changes) {
        if (watches.isEmpty()) {
            return;
        }
        MetadataWatch.Touched touched = touched(image, changes);
        watches.forEach(watch -> watch.onChange(touched));
    }

    private static MetadataWatch.Touched touched(ClusterImage image, ImageChanges changes) {
        Set<TopicId> topics = new HashSet<>(changes.created());
        topics.addAll(changes.altered());
        topics.addAll(changes.deleted());
        for (PartitionUid uid : changes.partitions()) {
            Partition partition = image.partition(uid);
            if (partition != null) {
                topics.add(partition.id().topic());
            }
        }
        if (changes.everything()) {
            image.topics().stream().map(Topic::id).forEach(topics::add);
        }
        return new MetadataWatch.Touched(
                topics, changes.everything() || !changes.brokers().isEmpty());
    }
}

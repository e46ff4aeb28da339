package io.thalweg.broker.rpc.cluster;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One client's watch. Changes that come while the client is slow to read are put together into one update. Any thread may
 * signal; one thread at a time works.
 */
final class MetadataWatch implements StreamObserver<MetadataRequest> {

    /** What an image changed, as far as watches care. */
    record Touched(Set<TopicId> topics, boolean brokers) {}

    private final ServerCallStreamObserver<MetadataUpdate> client;
    private final Supplier<ClusterImage> image;
    private final UpdateHead head;
    private final Consumer<MetadataWatch> onEnd;

    private final Queue<MetadataRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Touched> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean ended;

    // Of the working thread:
    private final WatchedTopics watched = new WatchedTopics();
    private final Set<TopicId> stale = new HashSet<>();
    private boolean brokersStale;
    private boolean asked;

    MetadataWatch(
            ServerCallStreamObserver<MetadataUpdate> client,
            Supplier<ClusterImage> image,
            UpdateHead head,
            Consumer<MetadataWatch> onEnd) {
        this.client = client;
        this.image = image;
        this.head = head;
        this.onEnd = onEnd;
        client.setOnReadyHandler(this::work);
        client.setOnCancelHandler(this::end);
    }

    @Override
    public void onNext(MetadataRequest request) {
        requests.add(request);
        work();
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        if (over.compareAndSet(false, true)) {
            end();
            client.onCompleted();
        }
    }

    private void refuse(Failure failure) {
        if (over.compareAndSet(false, true)) {
            end();
            client.onError(StatusMapper.exception(failure));
        }
    }

    /** The image changed. */
    void onChange(Touched touched) {
        changes.add(touched);
        work();
    }

    private void end() {
        ended = true;
        onEnd.accept(this);
    }

    private void work() {
        if (working.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            collect();
            send();
            seen = working.addAndGet(-seen);
        } while (seen != 0);
    }

    private void collect() {
        for (Touched touched = changes.poll(); touched != null; touched = changes.poll()) {
            stale.addAll(touched.topics());
            brokersStale |= touched.brokers();
        }
        for (MetadataRequest request = requests.poll(); request != null; request = requests.poll()) {
            add(request);
        }
    }

    private void add(MetadataRequest request) {
        try {
            watched.add(request);
            asked = true;
        } catch (RejectedException e) {
            refuse(e.failure());
        }
    }

    private void send() {
        if (ended || !client.isReady()) {
            return;
        }
        ClusterImage now = image.get();
        MetadataUpdate.Builder update = head.of(now);
        boolean any = asked || brokersStale;
        if (asked) {
            watched.tellAll(now, head.answers(), update);
        } else {
            any |= watched.tellTouched(now, head.answers(), stale, update);
        }
        asked = false;
        brokersStale = false;
        stale.clear();
        if (any) {
            client.onNext(update.build());
        }
    }
}

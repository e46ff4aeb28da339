package io.thalweg.broker.rpc;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The newest image that this broker has acted on, for services. One thread publishes; every method may be called from any
 * thread. Listeners run on the publishing thread and must not block.
 */
public final class ImageView {

    /** Hears of each new image. */
    @FunctionalInterface
    public interface Listener {
        /** The image is the newest; {@code changes} say what differs from the one before. */
        void onImage(ClusterImage image, ImageChanges changes);
    }

    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ConcurrentSkipListMap<Long, CompletableFuture<ClusterImage>> waiting = new ConcurrentSkipListMap<>();
    private volatile ClusterImage image;

    /** Starts with an image, usually an empty one. */
    public ImageView(ClusterImage initial) {
        this.image = initial;
    }

    /** Returns the newest image. */
    public ClusterImage image() {
        return image;
    }

    /** Makes {@code next} the newest image and tells the listeners. */
    public void publish(ClusterImage next, ImageChanges changes) {
        image = next;
        listeners.forEach(listener -> listener.onImage(next, changes));
        releaseWaiting(next);
    }

    /** Adds a listener; the returned action removes it. */
    public Runnable subscribe(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Returns a future of the first image at or above an index. Give it a timeout; an index that is never reached keeps one
     * small entry alive.
     */
    public CompletableFuture<ClusterImage> atLeast(long index) {
        ClusterImage now = image;
        if (now.index() >= index) {
            return CompletableFuture.completedFuture(now);
        }
        CompletableFuture<ClusterImage> reached = waiting.computeIfAbsent(index, key -> new CompletableFuture<>());
        releaseWaiting(image);
        return reached.copy();
    }

    private void releaseWaiting(ClusterImage next) {
        var reached = waiting.headMap(next.index(), true);
        while (!reached.isEmpty()) {
            var first = reached.pollFirstEntry();
            if (first != null) {
                first.getValue().complete(next);
            }
        }
    }
}

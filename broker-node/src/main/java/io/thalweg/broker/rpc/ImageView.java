package io.thalweg.broker.rpc;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

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
    private final ConcurrentSkipListMap<Wait, CompletableFuture<ClusterImage>> waiting = new ConcurrentSkipListMap<>();
    private final AtomicLong waits = new AtomicLong();
    private volatile ClusterImage image;

    /** One caller's wait for an index, in the order of the indexes. */
    private record Wait(long index, long number) implements Comparable<Wait> {
        @Override
        public int compareTo(Wait other) {
            int byIndex = Long.compare(index, other.index);
            return byIndex != 0 ? byIndex : Long.compare(number, other.number);
        }
    }

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
     * Returns a future of the first image at or above an index. Give it a timeout, or cancel it: an index that is never reached
     * is waited for until then.
     */
    public CompletableFuture<ClusterImage> atLeast(long index) {
        ClusterImage now = image;
        if (now.index() >= index) {
            return CompletableFuture.completedFuture(now);
        }
        CompletableFuture<ClusterImage> reached = new CompletableFuture<>();
        Wait wait = new Wait(index, waits.incrementAndGet());
        waiting.put(wait, reached);
        reached.whenComplete((reachedImage, problem) -> waiting.remove(wait));
        releaseWaiting(image);
        return reached;
    }

    int waiting() {
        return waiting.size();
    }

    private void releaseWaiting(ClusterImage next) {
        var reached = waiting.headMap(new Wait(next.index(), Long.MAX_VALUE), true);
        while (!reached.isEmpty()) {
            var first = reached.pollFirstEntry();
            if (first != null) {
                first.getValue().complete(next);
            }
        }
    }
}

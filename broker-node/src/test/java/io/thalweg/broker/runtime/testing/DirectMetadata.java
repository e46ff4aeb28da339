package io.thalweg.broker.runtime.testing;

import io.thalweg.broker.runtime.link.MetadataLink;
import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The metadata without Raft: a command is applied at once and every follower that is connected hears of it. */
public final class DirectMetadata {
    // Guarded by this.
    private final Map<Integer, Follower> followers = new LinkedHashMap<>();
    private final List<Command> proposed = new ArrayList<>();
    private ClusterImage image;

    /** Hears of images in order. */
    @FunctionalInterface
    public interface Follower {
        void onImage(ClusterImage image, ImageChanges changes);
    }

    public DirectMetadata(UUID clusterId) {
        image = ClusterImage.empty(clusterId);
    }

    public synchronized ClusterImage image() {
        return image;
    }

    /** Every command so far, in order. */
    public synchronized List<Command> proposed() {
        return List.copyOf(proposed);
    }

    /** Applies a command and fails the test if it is rejected. */
    public synchronized CommandReply apply(Command command) {
        CommandReply reply = propose(command);
        if (!reply.accepted()) {
            throw new AssertionError(command + " was answered " + reply);
        }
        return reply;
    }

    /** What a broker proposes through; fails without effect while the broker is not connected. */
    public MetadataLink linkOf(int broker) {
        return command -> {
            CommandReply reply = proposeFrom(broker, command);
            return reply == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("cut off"))
                    : CompletableFuture.completedFuture(reply);
        };
    }

    /** The broker hears of the whole image now and of every change from here on. */
    public synchronized void connect(int broker, Follower follower) {
        followers.put(broker, follower);
        follower.onImage(image, ImageChanges.all(image.index()));
    }

    /** The broker hears nothing more. */
    public synchronized void disconnect(int broker) {
        followers.remove(broker);
    }

    private synchronized @Nullable CommandReply proposeFrom(int broker, Command command) {
        return followers.containsKey(broker) ? propose(command) : null;
    }

    private CommandReply propose(Command command) {
        proposed.add(command);
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        image = applied.image();
        followers.values().forEach(follower -> follower.onImage(applied.image(), applied.changes()));
        return applied.reply();
    }
}

package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import org.jspecify.annotations.Nullable;

/** How far the polling thread is in one partition. */
final class Cursor {
    private static final long UNKNOWN = -1;

    private final TopicPartition partition;
    private int generation;
    private StartAt start;
    private long position = UNKNOWN;
    private long leaderEpoch = UNKNOWN;
    private long committed = UNKNOWN;
    private boolean paused;
    private boolean started;
    private @Nullable ThalwegException failure;

    Cursor(TopicPartition partition, StartAt start) {
        this.partition = partition;
        this.start = start;
    }

    TopicPartition partition() {
        return partition;
    }

    int generation() {
        return generation;
    }

    /** Where the next start begins. */
    StartAt start() {
        return start;
    }

    /** Moves elsewhere; whatever was fetched is stale. */
    void moveTo(StartAt to) {
        start = to;
        position = to instanceof StartAt.Offset at ? at.offset() : UNKNOWN;
        leaderEpoch = UNKNOWN;
        committed = UNKNOWN;
        restart();
    }

    /** Begins anew at the present position; whatever was fetched is stale. */
    void restart() {
        generation++;
        started = false;
        failure = null;
        if (position != UNKNOWN) {
            start = new StartAt.Offset(position, leaderEpoch);
        }
    }

    boolean needsStart() {
        return !started && !paused;
    }

    void started() {
        started = true;
    }

    boolean isPaused() {
        return paused;
    }

    void pause() {
        paused = true;
        restart();
    }

    void resume() {
        paused = false;
    }

    boolean isKnown() {
        return position != UNKNOWN;
    }

    long position() {
        return position;
    }

    void located(long offset) {
        position = offset;
        leaderEpoch = UNKNOWN;
    }

    void advance(long next, long epoch) {
        position = next;
        leaderEpoch = epoch;
    }

    void fail(ThalwegException cause) {
        failure = cause;
    }

    @Nullable
    ThalwegException failure() {
        return failure;
    }

    /** There is something to commit that was not committed before. */
    boolean isDirty() {
        return position != UNKNOWN && position != committed;
    }

    /** The present position as a commit. */
    CommittedOffset toCommit() {
        return new CommittedOffset(position, leaderEpoch, "");
    }

    void committed(long offset) {
        committed = offset;
    }
}

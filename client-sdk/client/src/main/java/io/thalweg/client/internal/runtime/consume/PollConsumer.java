package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.RecordDeserializationException;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecords;
import io.thalweg.client.api.consumer.ConsumerSettings;
import io.thalweg.client.api.consumer.GroupSettings;
import io.thalweg.client.api.consumer.RebalanceListener;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The consumer. Its methods belong to the polling thread, but for {@link #wakeup()}. */
public final class PollConsumer<K, V> implements Consumer<K, V> {
    private final ClientCore core;
    private final FetchBuffer buffer = new FetchBuffer();
    private final RecordReader<K, V> reader;
    private final @Nullable GroupSide group;
    private final AtomicBoolean wakeup = new AtomicBoolean();
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
    private int depth;
    private boolean closed;

    public PollConsumer(ClientCore core, ConsumerSettings<K, V> settings) {
        this.core = core;
        GroupSettings membership = settings.group();
        this.group = membership == null ? null : new GroupSide(core, membership, buffer::wake);
        FetchSession session = new FetchSession(
                core,
                settings.fetch(),
                buffer,
                partitions -> group == null
                        ? CompletableFuture.completedFuture(Map.of())
                        : group.offsets().committed(partitions));
        this.reader = new RecordReader<>(session, buffer, settings);
        if (group != null) {
            group.attach(reader);
        }
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        enter();
        try {
            leaveGroup();
            reader.assign(Set.copyOf(partitions), group == null ? new StartAt.Reset() : new StartAt.Committed());
        } finally {
            exit();
        }
    }

    @Override
    public void subscribe(Collection<String> topics, RebalanceListener listener) {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("subscribe needs at least one topic; call unsubscribe() for none");
        }
        subscribe(Set.copyOf(topics), "", listener);
    }

    @Override
    public void subscribe(Pattern topics, RebalanceListener listener) {
        subscribe(Set.of(), topics.pattern(), listener);
    }

    private void subscribe(Set<String> topics, String pattern, RebalanceListener listener) {
        enter();
        try {
            GroupSide side = requireGroup("subscribe");
            leaveGroup();
            reader.assign(Set.of(), new StartAt.Committed());
            side.join(topics, pattern, listener);
        } finally {
            exit();
        }
    }

    @Override
    public void unsubscribe() {
        enter();
        try {
            leaveGroup();
            reader.assign(Set.of(), new StartAt.Reset());
        } finally {
            exit();
        }
    }

    private void leaveGroup() {
        if (group != null) {
            group.leave();
        }
    }

    private GroupSide requireGroup(String what) {
        if (group == null) {
            throw new IllegalStateException(what + " needs a group; build the consumer with group(name)");
        }
        return group;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return reader.assignment();
    }

    @Override
    public ConsumerRecords<K, V> poll(Duration timeout) {
        enter();
        try {
            long deadline = core.clocks().nowNanos() + timeout.toNanos();
            while (true) {
                if (group != null) {
                    group.beforeRead();
                }
                ConsumerRecords<K, V> records = reader.read();
                long left = deadline - core.clocks().nowNanos();
                boolean interrupted = Thread.currentThread().isInterrupted();
                if (!records.isEmpty() || left <= 0 || wakeup.getAndSet(false) || interrupted) {
                    return records;
                }
                buffer.await(group == null ? left : group.boundWait(left));
            }
        } finally {
            exit();
        }
    }

    @Override
    public void wakeup() {
        wakeup.set(true);
        buffer.wake();
    }

    @Override
    public void seek(TopicPartition partition, Position position) {
        enter();
        try {
            reader.seek(partition, position.dispatch(new Start()));
        } finally {
            exit();
        }
    }

    /** What a position means for a start. */
    private static final class Start implements Position.Handler<StartAt> {
        @Override
        public StartAt onEarliest() {
            return new StartAt.Asked(Position.earliest());
        }

        @Override
        public StartAt onLatest() {
            return new StartAt.Asked(Position.latest());
        }

        @Override
        public StartAt onOffset(long offset) {
            return new StartAt.Offset(offset, -1);
        }

        @Override
        public StartAt onTime(Instant time) {
            return new StartAt.Asked(Position.time(time));
        }
    }

    @Override
    public long position(TopicPartition partition) {
        enter();
        try {
            long deadline =
                    core.clocks().nowNanos() + core.settings().requestTimeout().toNanos();
            while (true) {
                Cursor cursor = reader.cursor(partition);
                reader.prepare();
                if (cursor.isKnown()) {
                    return cursor.position();
                }
                reader.throwFailure(cursor);
                long left = deadline - core.clocks().nowNanos();
                if (left <= 0) {
                    throw ThalwegException.of(
                            ErrorReason.TIMED_OUT, "the position in " + partition + " could not be found out in time");
                }
                buffer.await(left);
            }
        } finally {
            exit();
        }
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        enter();
        try {
            partitions.forEach(reader::pause);
        } finally {
            exit();
        }
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        enter();
        try {
            partitions.forEach(reader::resume);
        } finally {
            exit();
        }
    }

    @Override
    public Set<TopicPartition> paused() {
        return reader.paused();
    }

    @Override
    public void skip(RecordDeserializationException poison) {
        seek(poison.topicPartition(), poison.nextOffset());
    }

    @Override
    public void commit() {
        await(requireGroup("commit").offsets().commit(reader.positions()));
    }

    @Override
    public void commit(Map<TopicPartition, CommittedOffset> offsets) {
        await(requireGroup("commit").offsets().commit(offsets));
    }

    @Override
    public CompletableFuture<Void> commitAsync() {
        return commitAsync(reader.positions());
    }

    @Override
    public CompletableFuture<Void> commitAsync(Map<TopicPartition, CommittedOffset> offsets) {
        return core.callbacks().handOver(requireGroup("commit").offsets().commit(offsets));
    }

    @Override
    public Map<TopicPartition, CommittedOffset> committed(Collection<TopicPartition> partitions) {
        return await(requireGroup("committed").offsets().committed(new HashSet<>(partitions)));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ThalwegException.of(ErrorReason.TIMED_OUT, "interrupted while waiting for the coordinator");
        } catch (ExecutionException e) {
            throw ThalwegException.from(e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter();
        try {
            closed = true;
            leaveGroup();
            reader.close();
        } finally {
            exit();
        }
    }

    /** One thread at a time; the listener's calls from within are the same thread. */
    private void enter() {
        Thread me = Thread.currentThread();
        Thread other = user.get();
        if (other != me && !user.compareAndSet(null, me)) {
            throw new IllegalStateException("a consumer is used by one thread at a time; " + user.get() + " is in it");
        }
        depth++;
        if (closed) {
            exit();
            throw ThalwegException.of(ErrorReason.CLOSED, "the consumer is closed");
        }
    }

    private void exit() {
        depth--;
        if (depth == 0) {
            user.set(null);
        }
    }
}

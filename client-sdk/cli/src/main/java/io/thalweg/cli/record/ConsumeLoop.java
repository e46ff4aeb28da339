package io.thalweg.cli.record;

import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.ConsumerRecords;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Polls and prints until it is enough. A group commits a record after it was printed and flushed, never before. */
final class ConsumeLoop {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BUFFER = 64 << 10;

    private final Consumer<byte[], byte[]> consumer;
    private final RecordWriter writer;
    private final Terminal terminal;
    private final OutputStream out;
    private final boolean commits;
    private long left;

    ConsumeLoop(Consumer<byte[], byte[]> consumer, RecordWriter writer, Terminal terminal, boolean commits, long max) {
        this.consumer = consumer;
        this.writer = writer;
        this.terminal = terminal;
        this.out = new BufferedOutputStream(terminal.data(), BUFFER);
        this.commits = commits;
        this.left = max;
    }

    /** Runs until the end is reached, if one is given, the maximum is printed, the process is interrupted, or nobody reads on. */
    void run(@Nullable UntilEnd end, Interruption interruption) throws IOException {
        try {
            while (left > 0 && !interruption.requested() && (end == null || !end.reached(consumer))) {
                print(consumer.poll(POLL));
            }
        } catch (IOException e) {
            if (!brokenPipe(e)) {
                throw e;
            }
        }
    }

    private void print(ConsumerRecords<byte[], byte[]> records) throws IOException {
        Map<TopicPartition, CommittedOffset> printed = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (left == 0) {
                break;
            }
            writer.write(record, out);
            left--;
            if (commits) {
                printed.put(record.topicPartition(), CommittedOffset.after(record));
            }
        }
        out.flush();
        if (!printed.isEmpty()) {
            commit(printed);
        }
    }

    private void commit(Map<TopicPartition, CommittedOffset> printed) {
        try {
            consumer.commit(printed);
        } catch (ThalwegException e) {
            boolean moved = e.reason() == ErrorReason.FENCED_MEMBER || e.reason() == ErrorReason.UNKNOWN_MEMBER;
            if (!moved) {
                throw e;
            }
            terminal.err().println("note: partitions moved to another member, which prints their last records again");
        }
    }

    /** The reader of our output has gone, as {@code head} does when it has enough. */
    private static boolean brokenPipe(IOException e) {
        String message = e.getMessage();
        return message != null && message.contains("Broken pipe");
    }
}

package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Codec;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a load generator does, whatever the system.
 *
 * @param kind what kind of run
 * @param topic the topic that it creates and deletes
 * @param producer settings of its producers
 * @param records what is sent
 * @param span how long
 */
public record Workload(Kind kind, TopicSpec topic, ProducerSpec producer, Records records, Span span) {

    /** Kinds of runs. */
    public enum Kind {
        /** As fast as the buffer allows. */
        PRODUCE,
        /** At a rate, and read at the same time. */
        LATENCY,
        /** Read again and again what was just written. */
        CONSUME_HOT,
        /** Read once after the page cache was dropped; root only. */
        CONSUME_COLD,
        /** Kill a broker that leads partitions and not the metadata. */
        KILL_LEADER,
        /** Kill the broker that leads the metadata. */
        KILL_CONTROLLER,
        /** Kill a broker with a large log and start it again. */
        RESTART,
        /** Write more than is kept, then delete it. */
        DAY,
        /** Do nothing. */
        IDLE
    }

    /**
     * What is sent.
     *
     * @param bytes of a value
     * @param keys number of different keys, 0 for records without a key
     * @param producers that send at the same time, a thread each
     * @param perSecond rate of all, 0 for none
     * @param totalBytes written before a consumer or a restart is measured, or in a day
     * @param idlePartitions of another topic that nobody uses
     */
    public record Records(int bytes, int keys, int producers, int perSecond, long totalBytes, int idlePartitions) {}

    /**
     * How long.
     *
     * @param warmupSeconds before the measurement
     * @param seconds of the measurement
     */
    public record Span(int warmupSeconds, int seconds) {}

    /** As words of a command line; {@link #of} reads them. */
    public List<String> words() {
        return List.of(
                "kind=" + kind,
                "topic=" + topic.name(),
                "partitions=" + topic.partitions(),
                "replicas=" + topic.replicas(),
                "durability=" + topic.durability(),
                "retention=" + topic.retentionBytes(),
                "batch=" + producer.batchBytes(),
                "linger=" + producer.lingerMillis(),
                "codec=" + producer.codec(),
                "bytes=" + records.bytes,
                "keys=" + records.keys,
                "producers=" + records.producers,
                "rate=" + records.perSecond,
                "total=" + records.totalBytes,
                "idle=" + records.idlePartitions,
                "warmup=" + span.warmupSeconds,
                "seconds=" + span.seconds);
    }

    /** Splits {@code name=value} words. */
    static Map<String, String> settings(String... words) {
        return Arrays.stream(words)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    static Workload of(Map<String, String> settings) {
        Word word = name -> Objects.requireNonNull(settings.get(name), name);
        return new Workload(
                Kind.valueOf(word.text("kind")),
                new TopicSpec(
                        word.text("topic"),
                        word.number("partitions"),
                        word.number("replicas"),
                        Durability.valueOf(word.text("durability")),
                        Long.parseLong(word.text("retention"))),
                new ProducerSpec(word.number("batch"), word.number("linger"), Codec.valueOf(word.text("codec"))),
                new Records(
                        word.number("bytes"),
                        word.number("keys"),
                        word.number("producers"),
                        word.number("rate"),
                        Long.parseLong(word.text("total")),
                        word.number("idle")),
                new Span(word.number("warmup"), word.number("seconds")));
    }

    /** A setting by its name. */
    private interface Word {
        String text(String name);

        default int number(String name) {
            return Integer.parseInt(text(name));
        }
    }
}

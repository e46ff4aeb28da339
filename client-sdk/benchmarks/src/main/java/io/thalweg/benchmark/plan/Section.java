package io.thalweg.benchmark.plan;

import io.thalweg.benchmark.load.Metric;
import java.util.List;

/** Scenarios that run one after the other on the same brokers, and stand in one table. */
public enum Section {
    PRODUCE("Produce, Kafka's default batching on both sides (16 KB, linger 5 ms)"),
    PRODUCE_LARGE("Produce, 256 KB batches, linger 10 ms"),
    PARTITIONS("Produce with keys, over many partitions and beside them (16 KB, linger 5 ms)"),
    LATENCY("Latency at a fixed rate, linger 0, from when a record was due"),
    CONSUME("Consume, one consumer of twelve partitions"),
    DAY("A day of data at once: twelve partitions that keep 200 MB each, 256 KB batches"),
    IDLE("Brokers that nobody uses"),
    FAILOVER("Time without an acknowledgement after kill -9 of a broker, 1 000 records/s"),
    RESTART("Kill -9 of a broker that is written to, and start; its partitions have no other replica");

    private final String title;

    Section(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** What its table shows. */
    public List<Metric> metrics() {
        return switch (this) {
            case PRODUCE, PRODUCE_LARGE ->
                List.of(
                        Metric.RECORDS_PER_SECOND,
                        Metric.MEGABYTES_PER_SECOND,
                        Metric.ACK_P50,
                        Metric.ACK_P99,
                        Metric.CPU_SECONDS_PER_GIGABYTE,
                        Metric.BROKER_MEGABYTES);
            case PARTITIONS ->
                List.of(
                        Metric.RECORDS_PER_SECOND,
                        Metric.ACK_P99,
                        Metric.CPU_SECONDS_PER_GIGABYTE,
                        Metric.BROKER_MEGABYTES,
                        Metric.CREATE_TOPIC);
            case LATENCY ->
                List.of(
                        Metric.ACK_P50,
                        Metric.ACK_P99,
                        Metric.ACK_P999,
                        Metric.ACK_MAX,
                        Metric.END_TO_END_P50,
                        Metric.END_TO_END_P99,
                        Metric.END_TO_END_P999,
                        Metric.FIRST_ACK_P99,
                        Metric.FIRST_END_TO_END_P99);
            case CONSUME ->
                List.of(Metric.RECORDS_PER_SECOND, Metric.MEGABYTES_PER_SECOND, Metric.RECORDS_PER_CPU_SECOND);
            case DAY ->
                List.of(
                        Metric.FIRST_GIGABYTE,
                        Metric.LAST_GIGABYTE,
                        Metric.SLOWEST_GIGABYTE,
                        Metric.BROKER_MEGABYTES,
                        Metric.DELETION_ACK_MAX);
            case IDLE -> List.of(Metric.BROKER_MEGABYTES, Metric.IDLE_CORES, Metric.CREATE_TOPIC);
            case FAILOVER -> List.of(Metric.WORST_GAP, Metric.MEDIAN_GAP);
            case RESTART -> List.of(Metric.RESTART);
        };
    }

    /** What is drawn, a picture each. Where records differ in size, bytes can be compared. */
    public List<Metric> drawn() {
        return switch (this) {
            case PRODUCE, PRODUCE_LARGE -> List.of(Metric.MEGABYTES_PER_SECOND, Metric.CPU_SECONDS_PER_GIGABYTE);
            case PARTITIONS -> List.of(Metric.RECORDS_PER_SECOND);
            case LATENCY -> List.of(Metric.ACK_P99, Metric.END_TO_END_P99);
            case CONSUME -> List.of(Metric.MEGABYTES_PER_SECOND, Metric.RECORDS_PER_CPU_SECOND);
            case DAY -> List.of(Metric.LAST_GIGABYTE);
            case IDLE -> List.of(Metric.BROKER_MEGABYTES);
            case FAILOVER -> List.of(Metric.WORST_GAP);
            case RESTART -> List.of(Metric.RESTART);
        };
    }

    /** Whether its figures lie so far apart that only a logarithmic axis shows them all. */
    public boolean isLogarithmic() {
        return this == LATENCY || this == FAILOVER;
    }

    /** Whether the brokers are warmed up before the first scenario. */
    boolean isWarm() {
        return this != IDLE && this != RESTART;
    }

    /** Whether each scenario needs brokers of its own, as it leaves them in pieces. */
    boolean isDestructive() {
        return this == FAILOVER || this == RESTART;
    }
}

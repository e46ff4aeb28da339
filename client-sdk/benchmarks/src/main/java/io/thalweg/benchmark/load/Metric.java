package io.thalweg.benchmark.load;

/** A figure of a run. 1 KB is 1 000 bytes, 1 MB and 1 GB are 10^6 and 10^9; bytes are those of values. */
public enum Metric {
    RECORDS_PER_SECOND("records/s", true),
    MEGABYTES_PER_SECOND("MB/s", true),
    /** Of all brokers and the load generator. */
    CPU_SECONDS_PER_GIGABYTE("CPU-s/GB", false),
    RECORDS_PER_CPU_SECOND("records per CPU-s", true),
    ACK_P50("ack p50 ms", false),
    ACK_P99("ack p99 ms", false),
    ACK_P999("ack p99.9 ms", false),
    ACK_MAX("ack max ms", false),
    END_TO_END_P50("end to end p50 ms", false),
    END_TO_END_P99("end to end p99 ms", false),
    END_TO_END_P999("end to end p99.9 ms", false),
    /** Of the first seconds in the life of producer and consumer. */
    FIRST_ACK_P99("first seconds, ack p99 ms", false),
    FIRST_END_TO_END_P99("first seconds, end to end p99 ms", false),
    /** Of the partition that waited longest. */
    WORST_GAP("worst partition ms", false),
    MEDIAN_GAP("median partition ms", false),
    FIRST_GIGABYTE("records/s, first GB", true),
    LAST_GIGABYTE("records/s, last GB", true),
    SLOWEST_GIGABYTE("records/s, slowest GB", true),
    /** Of records of another topic, at a fixed rate, while one is deleted. */
    DELETION_ACK_MAX("ack max ms of others during its deletion", false),
    /** From the kill to the first record that the broker acknowledges again. */
    RESTART("first record after s", false),
    CREATE_TOPIC("create the topic ms", false),
    /** Resident, of the broker that has most. */
    BROKER_MEGABYTES("MB per broker", false),
    IDLE_CORES("cores, all brokers", false),
    /** Time that processes outside the measurement took, in cores: how disturbed the run was. */
    FOREIGN_CORES("foreign cores", false),
    FAILED_RECORDS("failed records", false);

    private final String title;
    private final boolean moreIsBetter;

    Metric(String title, boolean moreIsBetter) {
        this.title = title;
        this.moreIsBetter = moreIsBetter;
    }

    /** Name and unit. */
    public String title() {
        return title;
    }

    public boolean moreIsBetter() {
        return moreIsBetter;
    }
}

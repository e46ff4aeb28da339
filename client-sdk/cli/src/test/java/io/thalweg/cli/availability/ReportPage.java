package io.thalweg.cli.availability;

/** The page of the documentation that holds the last measurement. */
final class ReportPage {
    private static final String HEAD = """
            # Availability

            How long a partition takes no writes when a broker fails, leaves or comes back. Written by
            `deploy/availability.sh`; run it again rather than edit this page.

            One idempotent producer sends 1000 records a second in turn to 12 partitions with three replicas, `acks all`,
            durability `fsync`, default settings. The gap of a partition is the longest time between two of its
            acknowledgements, at the producer; about 12 ms are normal. *Worst partition* is the largest gap of one try;
            the table has the median and the highest over all tries. The fault lasts three seconds longer than its goal.
            *Return* is the worst partition from the end of the fault until all replicas are in sync and all leaders are
            back in their preferred places. In a rolling restart the first column is the leaving and *return* the coming
            back of all brokers one after the other. With two of five brokers gone, only partitions with two replicas left
            are judged: the others must not take writes.

            """;

    private ReportPage() {}

    static String around(String result) {
        return HEAD + result;
    }
}

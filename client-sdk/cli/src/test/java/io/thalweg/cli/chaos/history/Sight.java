package io.thalweg.cli.chaos.history;

/**
 * One record that a reader was given.
 *
 * @param reader one run of one reader: it began at the start of every partition
 */
public record Sight(String reader, int partition, long offset, long value, long leaderEpoch) {
    Place place() {
        return new Place(partition, offset);
    }

    /** The record, whoever saw it. */
    Sight anonymous() {
        return new Sight("", partition, offset, value, leaderEpoch);
    }

    @Override
    public String toString() {
        return "value " + value + " at " + place() + " of leader epoch " + leaderEpoch + ", seen by " + reader;
    }
}

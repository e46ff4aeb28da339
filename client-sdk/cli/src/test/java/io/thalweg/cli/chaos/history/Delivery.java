package io.thalweg.cli.chaos.history;

/** A record was given to a member of the group. */
public record Delivery(String member, int partition, long offset, long atNanos) {
    Place place() {
        return new Place(partition, offset);
    }
}

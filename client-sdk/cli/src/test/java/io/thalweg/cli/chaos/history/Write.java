package io.thalweg.cli.chaos.history;

/**
 * One send and its answer. Times are of one monotonic clock.
 *
 * @param producer who sent it; its values grow
 * @param value unique in the history
 * @param offset what the acknowledgement said, -1 without one
 */
public record Write(
        int producer, long value, int partition, long invokedNanos, long completedNanos, Outcome outcome, long offset) {
    boolean hasPlace() {
        return outcome == Outcome.DONE && offset >= 0;
    }

    Place place() {
        return new Place(partition, offset);
    }

    @Override
    public String toString() {
        return "value " + value + " of producer " + producer + " (" + outcome + " " + place() + ")";
    }
}

package io.thalweg.cli.chaos.history;

/**
 * A request to create or delete a topic. Each name is created once and deleted at most once, after its creation was answered.
 *
 * @param create false for a deletion
 * @param answer what the client was told, for the report
 */
public record TopicChange(
        String topic, boolean create, long invokedNanos, long completedNanos, Outcome outcome, String answer) {
    boolean wasDoneBefore(TopicSight sight) {
        return outcome == Outcome.DONE && completedNanos < sight.invokedNanos();
    }

    /** It may have taken effect before the sight ended. */
    boolean mayShow(TopicSight sight) {
        return outcome != Outcome.REFUSED && invokedNanos < sight.completedNanos();
    }
}

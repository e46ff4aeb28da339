package io.thalweg.cli.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TopicRulesTest {
    private static TopicChange created(Outcome outcome) {
        return new TopicChange("t", true, 10, 20, outcome, "");
    }

    private static TopicChange deleted(Outcome outcome) {
        return new TopicChange("t", false, 30, 40, outcome, "");
    }

    private static TopicSight there(long at) {
        return new TopicSight(at, at + 1, Set.of("t"));
    }

    private static TopicSight gone(long at) {
        return new TopicSight(at, at + 1, Set.of());
    }

    private static void assertSound(List<TopicChange> changes, TopicSight... sights) {
        assertThat(TopicRules.findings(changes, List.of(sights))).isEmpty();
    }

    private static void assertBroken(List<TopicChange> changes, TopicSight... sights) {
        assertThat(TopicRules.findings(changes, List.of(sights))).hasSize(1);
    }

    @Test
    void shouldAcceptATopicThatComesAndGoes() {
        List<TopicChange> changes = List.of(created(Outcome.DONE), deleted(Outcome.DONE));

        assertSound(changes, gone(5), there(15), gone(15), there(25), there(35), gone(35), gone(45));
    }

    @Test
    void shouldAcceptEitherAfterAnUnknownOutcome() {
        assertSound(List.of(created(Outcome.UNKNOWN)), there(25), gone(45));
        assertSound(List.of(created(Outcome.DONE), deleted(Outcome.UNKNOWN)), there(45), gone(55));
    }

    @Test
    void shouldFindACreatedTopicThatIsMissing() {
        assertBroken(List.of(created(Outcome.DONE)), gone(25));
    }

    @Test
    void shouldFindATopicWhoseCreationWasRefused() {
        assertBroken(List.of(created(Outcome.REFUSED)), there(25));
    }

    @Test
    void shouldFindADeletedTopicThatIsStillThere() {
        assertBroken(List.of(created(Outcome.DONE), deleted(Outcome.DONE)), there(45));
    }

    @Test
    void shouldFindAMissingTopicWhoseDeletionWasRefused() {
        assertBroken(List.of(created(Outcome.DONE), deleted(Outcome.REFUSED)), gone(45));
    }
}

package io.thalweg.cli.chaos.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** C19, for topics: a change that was answered shows from then on, one that was refused never does. */
public final class TopicRules {
    private TopicRules() {}

    public static List<Finding> findings(List<TopicChange> changes, List<TopicSight> sights) {
        Map<String, TopicChange> deletions = new HashMap<>();
        changes.stream().filter(change -> !change.create()).forEach(change -> deletions.put(change.topic(), change));
        return changes.stream()
                .filter(TopicChange::create)
                .flatMap(creation -> deletions.containsKey(creation.topic())
                        ? findings(creation, deletions.get(creation.topic()), sights)
                        : findings(creation, neverDeleted(creation), sights))
                .toList();
    }

    private static TopicChange neverDeleted(TopicChange creation) {
        return new TopicChange(creation.topic(), false, 0, 0, Outcome.REFUSED, "never asked for");
    }

    private static Stream<Finding> findings(TopicChange creation, TopicChange deletion, List<TopicSight> sights) {
        return sights.stream()
                .filter(sight -> sight.topics().contains(creation.topic())
                        ? !creation.mayShow(sight) || deletion.wasDoneBefore(sight)
                        : creation.wasDoneBefore(sight) && !deletion.mayShow(sight))
                .limit(1)
                .map(sight -> new Finding(
                        "C19",
                        (sight.topics().contains(creation.topic()) ? "there" : "not there") + " at "
                                + sight.invokedNanos() + " after " + creation + " and " + deletion));
    }
}

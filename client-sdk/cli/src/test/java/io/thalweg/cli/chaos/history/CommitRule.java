package io.thalweg.cli.chaos.history;

import java.util.stream.Stream;

/** A committed offset never goes back, and only the owner commits. */
final class CommitRule {
    private CommitRule() {}

    static Stream<Finding> findings(GroupHistory history) {
        return Stream.of(forgotten(history), backwards(history), byOthers(history))
                .flatMap(each -> each);
    }

    /** An offset that was asked for after a commit is not below it. */
    private static Stream<Finding> forgotten(GroupHistory history) {
        return history.commits().stream()
                .filter(commit -> commit.outcome() == Outcome.DONE)
                .flatMap(commit -> history.sights().stream()
                        .filter(sight -> sight.invokedNanos() > commit.completedNanos())
                        .filter(sight -> committed(sight, commit.partition()) < commit.offset())
                        .limit(1)
                        .map(sight -> GroupRules.finding(
                                "the offset was " + committed(sight, commit.partition()) + " after " + commit)));
    }

    private static Stream<Finding> backwards(GroupHistory history) {
        return history.sights().stream()
                .flatMap(early -> early.committed().keySet().stream()
                        .flatMap(partition -> history.sights().stream()
                                .filter(late -> late.invokedNanos() > early.completedNanos())
                                .filter(late -> committed(late, partition) < committed(early, partition))
                                .limit(1)
                                .map(late -> GroupRules.finding("the offset of partition " + partition + " was "
                                        + committed(early, partition) + " and later " + committed(late, partition)))));
    }

    private static long committed(GroupSight sight, int partition) {
        return sight.committed().getOrDefault(partition, -1L);
    }

    /** Nobody commits once another has been given the partition, unless it was given back. */
    private static Stream<Finding> byOthers(GroupHistory history) {
        return history.commits().stream()
                .filter(commit -> commit.outcome() == Outcome.DONE)
                .filter(commit -> !commit.member().equals(lastOwner(history, commit)))
                .map(commit -> GroupRules.finding(
                        commit + " was accepted when " + lastOwner(history, commit) + " owned the partition"));
    }

    private static String lastOwner(GroupHistory history, Commit commit) {
        return history.grants().stream()
                .filter(grant -> grant.kind() == Grant.Kind.ASSIGNED && grant.partition() == commit.partition())
                .filter(grant -> grant.atNanos() < commit.invokedNanos())
                .max((left, right) -> Long.compare(left.atNanos(), right.atNanos()))
                .map(Grant::member)
                .orElse("nobody");
    }
}

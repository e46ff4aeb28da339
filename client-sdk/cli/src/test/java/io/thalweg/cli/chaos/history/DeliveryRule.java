package io.thalweg.cli.chaos.history;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The group is given every record, and after an assignment nothing that was committed before it. */
final class DeliveryRule {
    private DeliveryRule() {}

    static Stream<Finding> findings(GroupHistory history) {
        Set<Place> delivered = new HashSet<>();
        history.deliveries().forEach(delivery -> delivered.add(delivery.place()));
        Stream<Finding> left = history.log().stream()
                .filter(record -> !delivered.contains(record.place()))
                .map(record -> GroupRules.finding("never delivered to the group: " + record.anonymous()));
        return Stream.concat(left, again(history));
    }

    private static Stream<Finding> again(GroupHistory history) {
        return history.grants().stream()
                .filter(grant -> grant.kind() == Grant.Kind.ASSIGNED)
                .flatMap(grant -> again(history, grant, committedBefore(history, grant)));
    }

    private static Stream<Finding> again(GroupHistory history, Grant grant, long committed) {
        return history.deliveries().stream()
                .filter(delivery -> delivery.partition() == grant.partition()
                        && delivery.member().equals(grant.member())
                        && delivery.atNanos() > grant.atNanos()
                        && delivery.offset() < committed)
                .limit(1)
                .map(delivery -> GroupRules.finding(delivery + " was committed before " + grant));
    }

    private static long committedBefore(GroupHistory history, Grant grant) {
        return history.commits().stream()
                .filter(commit -> commit.outcome() == Outcome.DONE && commit.partition() == grant.partition())
                .filter(commit -> commit.completedNanos() < grant.atNanos())
                .mapToLong(Commit::offset)
                .max()
                .orElse(-1);
    }
}

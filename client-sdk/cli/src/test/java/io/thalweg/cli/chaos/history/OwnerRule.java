package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A partition has one owner at a time, as the coordinator says and as the members are told. */
final class OwnerRule {
    private OwnerRule() {}

    static Stream<Finding> findings(GroupHistory history) {
        return Stream.concat(asTheCoordinatorSays(history), asMembersAreTold(history).stream());
    }

    private static Stream<Finding> asTheCoordinatorSays(GroupHistory history) {
        return history.sights().stream()
                .flatMap(sight -> sight.owners().entrySet().stream())
                .filter(owners -> owners.getValue().size() > 1)
                .map(owners ->
                        GroupRules.finding("partition " + owners.getKey() + " is owned by " + owners.getValue()));
    }

    /** A member that lost its session may not know yet, so only who gave up in order is held against the next one. */
    private static List<Finding> asMembersAreTold(GroupHistory history) {
        List<Finding> findings = new ArrayList<>();
        Map<Integer, Set<Grant>> holding = new HashMap<>();
        history.grants().stream()
                .sorted(Comparator.comparingLong(Grant::atNanos))
                .forEach(grant -> {
                    Set<Grant> holders = holding.computeIfAbsent(grant.partition(), partition -> new HashSet<>());
                    if (grant.kind() == Grant.Kind.ASSIGNED) {
                        holders.add(grant);
                        return;
                    }
                    holders.stream()
                            .filter(holder -> holder.member().equals(grant.member()))
                            .findFirst()
                            .ifPresent(own -> release(grant, own, holders, findings));
                });
        return findings;
    }

    private static void release(Grant end, Grant own, Set<Grant> holders, List<Finding> findings) {
        holders.remove(own);
        holders.stream()
                .filter(other -> end.kind() == Grant.Kind.REVOKED && other.atNanos() > own.atNanos())
                .forEach(other -> findings.add(GroupRules.finding(other + " before " + end)));
    }
}

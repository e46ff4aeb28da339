package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Empties a broker: every replica on it goes to another broker, and no other replica moves. The new one is in a rack that the
 * partition does not use yet, if there is one; among those it is on the broker with fewest replicas. Where the broker was
 * preferred as leader, that goes to whichever replica is preferred least often. Pure; the same image gives the same plan.
 */
public final class EvacuationPlanner {

    /** Enough to show where the trouble is. */
    private static final int MOST_WARNINGS = 20;

    private final ClusterImage image;
    private final BrokerId leaving;
    private final ReassignmentRisks risks;
    private final List<Broker> usable;
    private final Map<BrokerId, Integer> replicas = new HashMap<>();
    private final Map<BrokerId, Integer> preferred = new HashMap<>();

    private EvacuationPlanner(ClusterImage image, BrokerId leaving) {
        this.image = image;
        this.leaving = leaving;
        this.risks = new ReassignmentRisks(image, leaving);
        this.usable = image.brokers().stream()
                .filter(broker -> broker.active() && !broker.draining())
                .filter(broker -> !broker.id().equals(leaving))
                .toList();
    }

    /** Plans moves of all partitions with a replica on that broker. Those that are moved already are left out. */
    public static ReassignmentPlan plan(ClusterImage image, BrokerId leaving) {
        return new EvacuationPlanner(image, leaving).plan();
    }

    /** Whether a reassignment is under way that takes a replica of the partition away from the broker. */
    public static boolean leaves(Partition partition, BrokerId broker) {
        Reassignment move = partition.reassignment();
        return move != null && move.removing().contains(broker);
    }

    private ReassignmentPlan plan() {
        image.partitions().forEach(this::count);
        List<PlannedMove> moves = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Partition partition : image.partitionsOf(leaving)) {
            if (partition.reassignment() != null) {
                warnings.addAll(ofMoved(partition));
                continue;
            }
            List<Broker> candidates = usable.stream()
                    .filter(broker -> !partition.replicas().contains(broker.id()))
                    .toList();
            if (candidates.isEmpty()) {
                return tooFew(partition);
            }
            PlannedMove move = new PlannedMove(partition, replaced(partition, best(partition, candidates)));
            warnings.addAll(risks.of(move));
            moves.add(move);
        }
        return new ReassignmentPlan.Planned(moves, shortened(warnings));
    }

    private static List<String> shortened(List<String> warnings) {
        if (warnings.size() <= MOST_WARNINGS) {
            return warnings;
        }
        List<String> first = new ArrayList<>(warnings.subList(0, MOST_WARNINGS));
        first.add("There are " + (warnings.size() - MOST_WARNINGS) + " more of these.");
        return first;
    }

    /** Loads as they are once all that is under way has ended. */
    private void count(Partition partition) {
        Reassignment move = partition.reassignment();
        List<BrokerId> goal = move == null ? partition.replicas() : move.goal();
        goal.forEach(broker -> replicas.merge(broker, 1, Integer::sum));
        preferred.merge(goal.get(0), 1, Integer::sum);
    }

    private List<String> ofMoved(Partition partition) {
        String name = ReassignmentPlanner.name(image, partition.id());
        return leaves(partition, leaving)
                ? risks.waits(partition, List.of(), name)
                : List.of(name + " is being moved and keeps broker " + leaving + ": it leaves that when the move has"
                        + " ended, or at once if you cancel it.");
    }

    private BrokerId best(Partition partition, List<Broker> candidates) {
        Set<String> racks = new HashSet<>();
        for (BrokerId replica : partition.replicas()) {
            Broker broker = image.broker(replica);
            if (broker != null && !replica.equals(leaving)) {
                racks.add(broker.rack());
            }
        }
        Broker best = Collections.min(
                candidates,
                Comparator.comparing((Broker broker) -> racks.contains(broker.rack()))
                        .thenComparingInt(broker -> replicas.getOrDefault(broker.id(), 0))
                        .thenComparingInt(broker -> preferred.getOrDefault(broker.id(), 0))
                        .thenComparing(Broker::id));
        replicas.merge(best.id(), 1, Integer::sum);
        return best.id();
    }

    /** The new broker stands where the old one stood, but who is preferred is a question of balance. */
    private List<BrokerId> replaced(Partition partition, BrokerId newcomer) {
        List<BrokerId> next = new ArrayList<>(partition.replicas());
        next.replaceAll(replica -> replica.equals(leaving) ? newcomer : replica);
        if (partition.replicas().get(0).equals(leaving)) {
            BrokerId head = Collections.min(
                    next,
                    Comparator.comparing((BrokerId replica) -> !isUsable(replica))
                            .thenComparingInt(replica -> preferred.getOrDefault(replica, 0))
                            .thenComparing(newcomer::equals));
            next.remove(head);
            next.add(0, head);
            preferred.merge(head, 1, Integer::sum);
        }
        return next;
    }

    private boolean isUsable(BrokerId id) {
        return usable.stream().anyMatch(broker -> broker.id().equals(id));
    }

    private ReassignmentPlan tooFew(Partition partition) {
        int wanted = partition.replicas().size();
        String message = ReassignmentPlanner.name(image, partition.id()) + " has " + wanted
                + " replicas, and without broker "
                + leaving + " only " + usable.size() + " brokers are active and not draining: start another broker, or"
                + " move the partition to fewer replicas";
        Map<String, String> details =
                Map.of("wanted", Integer.toString(wanted), "active", Integer.toString(usable.size()));
        return new ReassignmentPlan.Refused(
                new CommandReply.Rejected(RejectionReason.NOT_ENOUGH_BROKERS, message, details));
    }
}

package io.thalweg.metadata.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A change of a partition's replicas that is under way. Until it ends the partition has the replicas of both lists, those of
 * the {@link #goal} first.
 *
 * @param from replicas before it, in order of preference
 * @param to replicas that were asked for, in order of preference
 * @param cancelled it goes back to {@code from}
 */
public record Reassignment(List<BrokerId> from, List<BrokerId> to, boolean cancelled) {

    /** Copies the lists; throws {@code IllegalArgumentException} if one is empty or names a broker twice. */
    public Reassignment {
        Require.that(!from.isEmpty() && !to.isEmpty(), "a partition has at least one replica");
        from = distinct(from);
        to = distinct(to);
    }

    private static List<BrokerId> distinct(List<BrokerId> replicas) {
        Require.that(new HashSet<>(replicas).size() == replicas.size(), "a replica is named twice");
        return List.copyOf(replicas);
    }

    /** The replicas that the partition has when it ends. */
    public List<BrokerId> goal() {
        return cancelled ? from : to;
    }

    /** Replicas of the goal that the partition did not have before. */
    public List<BrokerId> adding() {
        return without(goal(), from);
    }

    /** Replicas that go when it ends. */
    public List<BrokerId> removing() {
        return without(cancelled ? to : from, goal());
    }

    /** All replicas while it is under way, in order of preference. */
    public List<BrokerId> replicas() {
        List<BrokerId> all = new ArrayList<>(goal());
        all.addAll(removing());
        return List.copyOf(all);
    }

    /** The same, on its way back. */
    public Reassignment back() {
        return new Reassignment(from, to, true);
    }

    private static List<BrokerId> without(List<BrokerId> replicas, List<BrokerId> others) {
        return replicas.stream().filter(replica -> !others.contains(replica)).toList();
    }
}

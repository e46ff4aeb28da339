package io.thalweg.metadata.controller;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Chooses brokers for new partitions, among the active ones that don't drain. Leaders are spread evenly over the brokers;
 * followers go to racks that the partition has not used yet; within that, to the least loaded. Pure and repeatable: the seed
 * decides between equals. For one topic and one thread.
 */
public final class Placement {

    private static final Comparator<Candidate> FEWEST_LEADERS = Comparator.comparingInt(
                    (Candidate candidate) -> candidate.newLeaders)
            .thenComparingInt(candidate -> candidate.oldLeaders)
            .thenComparingInt(Candidate::replicas)
            .thenComparingInt(candidate -> candidate.rank);

    private final List<Candidate> candidates;

    public Placement(ClusterImage image, long seed) {
        List<Broker> usable = new ArrayList<>();
        for (Broker broker : image.brokers()) {
            if (broker.active() && !broker.draining()) {
                usable.add(broker);
            }
        }
        Collections.shuffle(usable, new Random(seed));
        this.candidates = new ArrayList<>(usable.size());
        for (Broker broker : usable) {
            int leaders = image.partitionsLedBy(broker.id()).size();
            int replicas = image.partitionsOf(broker.id()).size();
            candidates.add(new Candidate(broker, candidates.size(), leaders, replicas));
        }
    }

    /** Brokers that can take replicas. */
    public int brokers() {
        return candidates.size();
    }

    /** Different racks of those brokers; no rack counts as one. */
    public int racks() {
        return (int)
                candidates.stream().map(candidate -> candidate.rack).distinct().count();
    }

    /**
     * Replicas of new partitions, the preferred leader first. Throws {@code IllegalArgumentException} unless
     * {@code 1 <= replicas <= brokers()}.
     */
    public List<List<BrokerId>> place(int partitions, int replicas) {
        if (replicas < 1 || replicas > brokers()) {
            throw new IllegalArgumentException(replicas + " replicas on " + brokers() + " brokers");
        }
        List<List<BrokerId>> result = new ArrayList<>(partitions);
        for (int at = 0; at < partitions; at++) {
            result.add(placeOne(replicas));
        }
        return result;
    }

    private List<BrokerId> placeOne(int replicas) {
        Candidate leader = Collections.min(candidates, FEWEST_LEADERS);
        leader.newLeaders++;
        List<Candidate> chosen = new ArrayList<>(replicas);
        Set<String> racks = new HashSet<>();
        choose(leader, chosen, racks);
        while (chosen.size() < replicas) {
            Candidate follower = bestFollower(leader, chosen, racks);
            if (chosen.size() == 1) {
                leader.heirs.merge(follower.id, 1, Integer::sum);
            }
            choose(follower, chosen, racks);
        }
        return chosen.stream().map(candidate -> candidate.id).toList();
    }

    private static void choose(Candidate candidate, List<Candidate> chosen, Set<String> racks) {
        candidate.newReplicas++;
        chosen.add(candidate);
        racks.add(candidate.rack);
    }

    /** Rotates who comes second, so that the leaders of a broker that dies go to all others and not to one. */
    private Candidate bestFollower(Candidate leader, List<Candidate> chosen, Set<String> racks) {
        List<Candidate> free = new ArrayList<>(candidates);
        free.removeAll(chosen);
        return Collections.min(
                free,
                Comparator.comparing((Candidate candidate) -> racks.contains(candidate.rack))
                        .thenComparingInt(candidate -> candidate.newReplicas)
                        .thenComparingInt(candidate -> leader.heirs.getOrDefault(candidate.id, 0))
                        .thenComparingInt(Candidate::replicas)
                        .thenComparingInt(candidate -> candidate.rank));
    }

    /** A broker with its load so far. */
    private static final class Candidate {

        private final BrokerId id;
        private final String rack;
        private final int rank;
        private final int oldLeaders;
        private final int oldReplicas;
        private final Map<BrokerId, Integer> heirs = new HashMap<>();
        private int newLeaders;
        private int newReplicas;

        Candidate(Broker broker, int rank, int oldLeaders, int oldReplicas) {
            this.id = broker.id();
            this.rack = broker.rack();
            this.rank = rank;
            this.oldLeaders = oldLeaders;
            this.oldReplicas = oldReplicas;
        }

        int replicas() {
            return oldReplicas + newReplicas;
        }
    }
}

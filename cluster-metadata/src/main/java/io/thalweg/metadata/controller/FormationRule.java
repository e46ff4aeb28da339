package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.Voter;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whether a voter without Raft data may start with an empty log. If it had voted before and lost its disk, it could vote
 * twice in a term; so it first hears every other voter, and none may know it under another storage id.
 */
public final class FormationRule {

    private FormationRule() {}

    /** What to do now. */
    public sealed interface Verdict {}

    /** Start with an empty log. */
    public record Form() implements Verdict {}

    /** Ask again: these voters have not answered. */
    public record Wait(List<Voter> silent) implements Verdict {}

    /** Do not start; the message says what to do instead. */
    public record Refuse(String message) implements Verdict {}

    /**
     * @param storageId of this voter's data folder
     * @param others all other voters
     * @param answers those that answered, by voter id
     */
    public static Verdict decide(
            UUID clusterId, UUID storageId, List<Voter> others, Map<Integer, VoterDescription> answers) {
        for (Map.Entry<Integer, VoterDescription> entry : answers.entrySet()) {
            VoterDescription answer = entry.getValue();
            if (!answer.clusterId().equals(clusterId.toString())) {
                return new Refuse("voter " + entry.getKey() + " belongs to cluster " + answer.clusterId()
                        + ", the settings of this one name " + clusterId + ": correct cluster.id or metadata.voters");
            }
            String registered = answer.registeredStorageId();
            if (!registered.isEmpty() && !registered.equals(storageId.toString())) {
                return new Refuse("voter " + entry.getKey() + " knows this voter with storage " + registered
                        + ", but its data folder is " + storageId
                        + " and has no Raft data: restore the old data folder,"
                        + " or give this broker an id that is not a voter");
            }
        }
        List<Voter> silent = others.stream()
                .filter(voter -> !answers.containsKey(voter.id()))
                .toList();
        return silent.isEmpty() ? new Form() : new Wait(silent);
    }
}

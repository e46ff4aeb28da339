package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a broker without Raft data does that the settings name as a first voter. If it had voted before and lost its folder,
 * it could vote twice in a term; so it votes only under a name that nobody has voted with: either nobody has formed the
 * group yet, or those who have wait for exactly this peer.
 */
public final class FormationRule {

    private FormationRule() {}

    /** What to do now. */
    public sealed interface Verdict {}

    /** Start with an empty log and these first voters, the same on all of them. */
    public record Form(List<VoterPeer> first) implements Verdict {}

    /** Ask again: these voters have not answered. */
    public record Wait(List<Voter> silent) implements Verdict {}

    /** Do not vote, serve as a broker that is no voter; the message says why. */
    public record Observe(String message) implements Verdict {}

    /** Do not start; the message says what to do instead. */
    public record Refuse(String message) implements Verdict {}

    /**
     * @param self this broker, with the name that its data folder gives it
     * @param others all other voters of the settings
     * @param answers those that answered, by broker id
     */
    public static Verdict decide(
            UUID clusterId, VoterPeer self, List<Voter> others, Map<Integer, VoterDescription> answers) {
        for (Map.Entry<Integer, VoterDescription> entry : answers.entrySet()) {
            if (!entry.getValue().clusterId().equals(clusterId.toString())) {
                return new Refuse("voter " + entry.getKey() + " belongs to cluster "
                        + entry.getValue().clusterId() + ", the settings of this one name " + clusterId
                        + ": correct cluster.id or metadata.voters");
            }
        }
        VoterSet formed = formed(answers);
        if (!formed.isUnknown() && !formed.contains(self.peerId())) {
            return new Observe(absence(self, formed));
        }
        List<Voter> silent = others.stream()
                .filter(voter -> !answered(answers.get(voter.id())))
                .toList();
        if (!silent.isEmpty()) {
            return new Wait(silent);
        }
        return new Form(formed.isUnknown() ? first(self, answers) : formed.peers());
    }

    private static boolean answered(@Nullable VoterDescription answer) {
        return answer != null
                && answer.peer() != null
                && (!answer.formatted() || !answer.voters().isUnknown());
    }

    /** The newest voters that a formed one knows. */
    private static VoterSet formed(Map<Integer, VoterDescription> answers) {
        VoterSet newest = VoterSet.UNKNOWN;
        for (VoterDescription answer : answers.values()) {
            if (newest.isUnknown() || answer.voters().index() > newest.index()) {
                newest = answer.voters();
            }
        }
        return newest;
    }

    private static List<VoterPeer> first(VoterPeer self, Map<Integer, VoterDescription> answers) {
        List<VoterPeer> first = new ArrayList<>();
        first.add(self);
        answers.values().stream()
                .map(VoterDescription::peer)
                .filter(Objects::nonNull)
                .forEach(first::add);
        return List.copyOf(first);
    }

    private static String absence(VoterPeer self, VoterSet formed) {
        VoterPeer known = formed.ofBroker(self.brokerId());
        return known == null
                ? "the voters have formed without broker " + self.brokerId()
                : "broker " + self.brokerId() + " voted as " + known.peerId()
                        + " with a Raft folder that is not there any more";
    }
}

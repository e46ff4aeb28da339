package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the voters may be changed so. Raft itself would let an operator remove the voters that live until the rest can't
 * decide anything; this rule does not.
 */
public final class VoterChangeRule {

    private VoterChangeRule() {}

    /** Why not, or null if it may. */
    public static @Nullable Rejected objection(VoterChange change, List<VoterPosition> voters, ClusterImage image) {
        Rejected wrong = namesAreWrong(change, voters, image);
        return wrong != null ? wrong : quorumIsLost(change, voters);
    }

    private static @Nullable Rejected namesAreWrong(
            VoterChange change, List<VoterPosition> voters, ClusterImage image) {
        if (!change.adds() && !change.removes()) {
            return new Rejected(RejectionReason.INVALID_REQUEST, "no voter to add or remove is named", Map.of());
        }
        if (change.removes() && !votes(voters, change.remove())) {
            return new Rejected(
                    RejectionReason.NOT_A_VOTER,
                    "broker " + change.remove() + " is no voter",
                    Map.of("broker", "" + change.remove()));
        }
        return change.adds() ? cannotCome(change, voters, image) : null;
    }

    private static @Nullable Rejected cannotCome(VoterChange change, List<VoterPosition> voters, ClusterImage image) {
        Map<String, String> details = Map.of("broker", "" + change.add());
        Broker broker = image.broker(new BrokerId(change.add()));
        if (broker == null) {
            return new Rejected(
                    RejectionReason.BROKER_NOT_FOUND, "broker " + change.add() + " is not registered", details);
        }
        if (change.add() != change.remove() && votes(voters, change.add())) {
            return new Rejected(
                    RejectionReason.ALREADY_VOTER, "broker " + change.add() + " is a voter already", details);
        }
        if (broker.state() != BrokerState.ACTIVE) {
            return new Rejected(
                    RejectionReason.VOTER_UNREACHABLE,
                    "broker " + change.add() + " is fenced: it does not run, or is cut off",
                    details);
        }
        return null;
    }

    private static @Nullable Rejected quorumIsLost(VoterChange change, List<VoterPosition> voters) {
        int before = voters.size();
        List<VoterPosition> staying = voters.stream()
                .filter(voter -> voter.peer().brokerId() != change.remove())
                .toList();
        int added = change.adds() ? 1 : 0;
        int size = staying.size() + added;
        long live = staying.stream().filter(VoterPosition::live).count() + added;
        if (2 * live <= size) {
            return new Rejected(
                    RejectionReason.WOULD_LOSE_QUORUM,
                    "of the " + size + " voters that there would be, " + live + " live: no majority",
                    Map.of("voters", "" + size, "live", "" + live));
        }
        if (change.adds() && change.removes() && before < 3) {
            return new Rejected(
                    RejectionReason.WOULD_LOSE_QUORUM,
                    "with " + before
                            + " voters, replacing one at once replaces a majority: add the new one, then remove"
                            + " the old one",
                    Map.of("voters", "" + size, "live", "" + live));
        }
        return null;
    }

    private static boolean votes(List<VoterPosition> voters, int broker) {
        return voters.stream().anyMatch(voter -> voter.peer().brokerId() == broker);
    }
}

package io.thalweg.cli.broker;

import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.client.api.admin.QuorumDescription;
import io.thalweg.client.api.admin.VoterDescription;

/** Voters as the commands print them. */
final class VoterView {
    private VoterView() {}

    static Object json(QuorumDescription quorum) {
        return Json.object(
                "index",
                quorum.index(),
                "commitIndex",
                quorum.commitIndex(),
                "voters",
                quorum.voters().stream()
                        .map(voter -> Json.object(
                                "broker",
                                voter.broker(),
                                "peer",
                                voter.peerId(),
                                "raft",
                                voter.raft().toString(),
                                "role",
                                role(voter),
                                "live",
                                voter.live(),
                                "commitIndex",
                                voter.commitIndex(),
                                "lag",
                                lag(quorum, voter),
                                "silentMillis",
                                voter.silentMillis()))
                        .toList());
    }

    static String table(QuorumDescription quorum) {
        Table table = Table.of("BROKER", "PEER", "RAFT", "ROLE", "LIVE", "COMMITTED", "LAG");
        quorum.voters()
                .forEach(voter -> table.row(
                        voter.broker(),
                        voter.peerId(),
                        voter.raft().toString(),
                        role(voter),
                        voter.live() ? "yes" : "no",
                        voter.commitIndex(),
                        lag(quorum, voter)));
        return table.text();
    }

    private static String role(VoterDescription voter) {
        return voter.leader() ? "leader" : "follower";
    }

    /** How many entries it is behind. What it is told of a commit comes with the next message, so one or two mean nothing. */
    private static long lag(QuorumDescription quorum, VoterDescription voter) {
        return Math.max(0, quorum.commitIndex() - voter.commitIndex());
    }
}

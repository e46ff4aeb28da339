package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.Voter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * How this voter takes part in the Raft group.
 *
 * @param clusterId also the Raft group id
 * @param self id of this voter in {@code voters}
 * @param voters all voters, this one included
 * @param directory folder of the Raft log and snapshots; nothing else lives in it
 * @param bindHost address that the Raft server binds
 * @param bindPort port that the Raft server binds
 * @param electionTimeoutMin a follower stands for election after this long without a leader, at the earliest
 * @param electionTimeoutMax and this long at the latest
 * @param proposalTimeout a proposal's outcome is unknown after this long
 * @param snapshotEntries log entries between two snapshots
 * @param snapshotInterval time between two snapshots of a log that grows slowly
 */
public record ConsensusSettings(
        UUID clusterId,
        int self,
        List<Voter> voters,
        Path directory,
        String bindHost,
        int bindPort,
        Duration electionTimeoutMin,
        Duration electionTimeoutMax,
        Duration proposalTimeout,
        long snapshotEntries,
        Duration snapshotInterval) {

    /** Throws {@code IllegalArgumentException} if this voter is not listed, ids repeat, or the timeouts make no range. */
    public ConsensusSettings {
        voters = List.copyOf(voters);
        if (voters.stream().map(Voter::id).distinct().count() != voters.size()) {
            throw new IllegalArgumentException("two voters have the same id: " + voters);
        }
        int id = self;
        if (voters.stream().noneMatch(voter -> voter.id() == id)) {
            throw new IllegalArgumentException("voter " + self + " is not among the voters " + voters);
        }
        if (electionTimeoutMin.compareTo(Duration.ofMillis(50)) < 0
                || electionTimeoutMax.compareTo(electionTimeoutMin) <= 0) {
            throw new IllegalArgumentException("election timeouts " + electionTimeoutMin + " to " + electionTimeoutMax
                    + " must begin at 50 ms or later and end later");
        }
        if (snapshotEntries < 1) {
            throw new IllegalArgumentException("snapshot entries must be at least 1, got " + snapshotEntries);
        }
    }

    /** The voters but this one. */
    public List<Voter> others() {
        return voters.stream().filter(voter -> voter.id() != self).toList();
    }

    /** Where Ratis keeps the group. */
    Path groupDirectory() {
        return directory.resolve(clusterId.toString());
    }
}

package io.thalweg.metadata.app;

import io.thalweg.metadata.consensus.ConsensusSettings;
import io.thalweg.metadata.controller.Voter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Settings of one voter.
 *
 * @param clusterId id of the cluster
 * @param self id of this broker, one of the voters
 * @param storageId id of this broker's data folder
 * @param voters all voters, in any order
 * @param directory folder of the Raft data, for Raft alone; a small file beside it remembers that it was formatted
 * @param raftBindHost address that the Raft server binds
 * @param raftBindPort port that the Raft server binds
 * @param timing how fast things happen
 */
public record MetadataSettings(
        UUID clusterId,
        int self,
        UUID storageId,
        List<Voter> voters,
        Path directory,
        String raftBindHost,
        int raftBindPort,
        Timing timing) {

    /** Checks that this broker is listed and that no id repeats. */
    public MetadataSettings {
        voters = List.copyOf(voters);
    }

    /**
     * @param sessionTimeout a broker not heard for this long is fenced; at least four beat intervals
     * @param beatInterval how often a broker makes itself heard
     * @param electionTimeoutMin a voter without a leader waits at least this long before it stands
     * @param electionTimeoutMax and at most this long
     * @param proposalTimeout a proposal's outcome is unknown after this long
     * @param snapshotEntries commands between two snapshots
     * @param snapshotInterval time between two snapshots when there are few commands
     */
    public record Timing(
            Duration sessionTimeout,
            Duration beatInterval,
            Duration electionTimeoutMin,
            Duration electionTimeoutMax,
            Duration proposalTimeout,
            long snapshotEntries,
            Duration snapshotInterval) {

        /** Session 6 s, beat 500 ms, election 600 to 1100 ms, proposal 5 s, snapshot each 20 000 entries or 10 minutes. */
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(6),
                Duration.ofMillis(500),
                Duration.ofMillis(600),
                Duration.ofMillis(1_100),
                Duration.ofSeconds(5),
                20_000,
                Duration.ofMinutes(10));

        /** Throws {@code IllegalArgumentException} for a session shorter than four beats. */
        public Timing {
            if (sessionTimeout.compareTo(beatInterval.multipliedBy(4)) < 0) {
                throw new IllegalArgumentException(
                        "session timeout " + sessionTimeout + " is below four beat intervals of " + beatInterval);
            }
        }

        /** The same with another session timeout. */
        public Timing withSessionTimeout(Duration timeout) {
            return new Timing(
                    timeout,
                    beatInterval,
                    electionTimeoutMin,
                    electionTimeoutMax,
                    proposalTimeout,
                    snapshotEntries,
                    snapshotInterval);
        }

        /** The same with elections after {@code timeout}, at most 11/6 of it. */
        public Timing withElectionTimeout(Duration timeout) {
            return new Timing(
                    sessionTimeout,
                    beatInterval,
                    timeout,
                    timeout.multipliedBy(11).dividedBy(6),
                    proposalTimeout,
                    snapshotEntries,
                    snapshotInterval);
        }

        /** The same with a snapshot every so many commands. */
        public Timing withSnapshotEntries(long entries) {
            return new Timing(
                    sessionTimeout,
                    beatInterval,
                    electionTimeoutMin,
                    electionTimeoutMax,
                    proposalTimeout,
                    entries,
                    snapshotInterval);
        }
    }

    ConsensusSettings consensus() {
        return new ConsensusSettings(
                clusterId,
                self,
                voters,
                directory,
                raftBindHost,
                raftBindPort,
                timing.electionTimeoutMin(),
                timing.electionTimeoutMax(),
                timing.proposalTimeout(),
                timing.snapshotEntries(),
                timing.snapshotInterval());
    }
}

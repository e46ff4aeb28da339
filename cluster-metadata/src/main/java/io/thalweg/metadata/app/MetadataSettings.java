package io.thalweg.metadata.app;

import io.thalweg.metadata.consensus.ConsensusSettings;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
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
 * @param raftBind address that the Raft server binds
 * @param timing how fast things happen
 */
public record MetadataSettings(
        UUID clusterId,
        int self,
        UUID storageId,
        List<Voter> voters,
        Path directory,
        Endpoint raftBind,
        Timing timing) {

    /** Copies the voters. */
    public MetadataSettings {
        voters = List.copyOf(voters);
    }

    /**
     * @param session a broker not heard for this long is fenced; at least four beats
     * @param beat how often a broker makes itself heard
     * @param electionMin a voter without a leader waits at least this long before it stands; at most, 11/6 of it
     * @param proposal a proposal's outcome is unknown after this long
     */
    public record Timing(Duration session, Duration beat, Duration electionMin, Duration proposal) {

        /** Session 6 s, beat 500 ms, election 600 to 1100 ms, proposal 5 s. */
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(6), Duration.ofMillis(500), Duration.ofMillis(600), Duration.ofSeconds(5));

        /** Throws {@code IllegalArgumentException} for a session shorter than four beats. */
        public Timing {
            if (session.compareTo(beat.multipliedBy(4)) < 0) {
                throw new IllegalArgumentException(
                        "session timeout " + session + " is below four beat intervals of " + beat);
            }
        }

        /** The same with another session timeout. */
        public Timing withSession(Duration timeout) {
            return new Timing(timeout, beat, electionMin, proposal);
        }

        /** The same with another election timeout. */
        public Timing withElection(Duration timeout) {
            return new Timing(session, beat, timeout, proposal);
        }
    }

    ConsensusSettings consensus() {
        Duration electionMax = timing.electionMin().multipliedBy(11).dividedBy(6);
        return new ConsensusSettings(
                clusterId,
                self,
                voters,
                directory,
                raftBind,
                new ConsensusSettings.Timing(timing.electionMin(), electionMax, timing.proposal()),
                ConsensusSettings.Snapshots.DEFAULT);
    }
}

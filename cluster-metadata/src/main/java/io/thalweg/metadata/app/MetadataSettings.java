package io.thalweg.metadata.app;

import io.thalweg.metadata.consensus.ConsensusSettings;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Voter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one broker's part in the metadata quorum.
 *
 * @param clusterId id of the cluster
 * @param self id of this broker
 * @param own where others reach this broker should it vote; null if it can't, for want of a fixed port
 * @param storage this broker's data folder
 * @param voters the first voters, in any order; who votes later is in the Raft data
 * @param directory folder of the Raft data, for Raft alone; a small file beside it remembers that it was formatted
 * @param raftBind address that the Raft server binds
 * @param timing how fast things happen
 */
public record MetadataSettings(
        UUID clusterId,
        int self,
        @Nullable Voter own,
        Storage storage,
        List<Voter> voters,
        Path directory,
        Endpoint raftBind,
        Timing timing) {

    /** Copies the voters. */
    public MetadataSettings {
        voters = List.copyOf(voters);
    }

    /**
     * A data folder.
     *
     * @param id its own
     * @param served whether a broker was registered with it before this process began, so that the cluster had formed
     */
    public record Storage(UUID id, boolean served) {}

    /**
     * @param session a broker not heard for this long is fenced; at least four beats
     * @param beat how often a broker makes itself heard
     * @param electionMin a voter without a leader waits at least this long before it stands; at most, half as long again
     * @param proposal a proposal's outcome is unknown after this long
     */
    public record Timing(Duration session, Duration beat, Duration electionMin, Duration proposal) {

        /** Session 6 s, beat 500 ms, election 600 to 900 ms, proposal 5 s. */
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

    /** This broker if it is one of the first voters, else null. */
    @Nullable
    Voter firstVoter() {
        return voters.stream().filter(voter -> voter.id() == self).findFirst().orElse(null);
    }

    /** The first voters but this broker. */
    List<Voter> otherVoters() {
        return voters.stream().filter(voter -> voter.id() != self).toList();
    }

    ConsensusSettings consensus() {
        Duration electionMax = timing.electionMin().multipliedBy(3).dividedBy(2);
        return new ConsensusSettings(
                clusterId,
                self,
                directory,
                raftBind,
                new ConsensusSettings.Timing(timing.electionMin(), electionMax, timing.proposal()),
                ConsensusSettings.Snapshots.DEFAULT);
    }
}

package io.thalweg.metadata.consensus;

import io.thalweg.metadata.model.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * How this voter takes part in the Raft group.
 *
 * @param clusterId also the Raft group id
 * @param self broker id of this voter
 * @param directory folder of the Raft log and snapshots; nothing else lives in it
 * @param bind address that the Raft server binds
 * @param timing how long it waits for others
 * @param snapshots how often it writes its image
 */
public record ConsensusSettings(
        UUID clusterId, int self, Path directory, Endpoint bind, Timing timing, Snapshots snapshots) {

    /**
     * @param electionMin a follower stands for election after this long without a leader, at the earliest
     * @param electionMax and this long at the latest
     * @param proposal a proposal's outcome is unknown after this long
     */
    public record Timing(Duration electionMin, Duration electionMax, Duration proposal) {

        /** Throws {@code IllegalArgumentException} unless 50 ms <= {@code electionMin} < {@code electionMax}. */
        public Timing {
            if (electionMin.compareTo(Duration.ofMillis(50)) < 0 || electionMax.compareTo(electionMin) <= 0) {
                throw new IllegalArgumentException("election timeouts " + electionMin + " to " + electionMax
                        + " must begin at 50 ms or later and end later");
            }
        }
    }

    /**
     * @param entries log entries between two snapshots
     * @param interval time between two snapshots of a log that grows slowly
     * @param keptEntries log entries kept although a snapshot covers them, for voters that were away for a while
     */
    public record Snapshots(long entries, Duration interval, long keptEntries) {

        /** Every 20 000 entries or 10 minutes, 10 000 entries kept. */
        public static final Snapshots DEFAULT = new Snapshots(20_000, Duration.ofMinutes(10), 10_000);

        /** Throws {@code IllegalArgumentException} for less than one entry. */
        public Snapshots {
            if (entries < 1 || keptEntries < 0) {
                throw new IllegalArgumentException("snapshots every " + entries + " entries, keeping " + keptEntries);
            }
        }
    }

    /** Where Ratis keeps the group. */
    Path groupDirectory() {
        return directory.resolve(clusterId.toString());
    }
}

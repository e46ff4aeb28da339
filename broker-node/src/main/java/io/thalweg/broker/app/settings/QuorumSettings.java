package io.thalweg.broker.app.settings;

import io.thalweg.metadata.model.BrokerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The metadata plane as seen from one broker.
 *
 * @param voters all voters, at least one
 * @param sessionTimeout silence after which a broker is fenced
 * @param electionTimeout silence after which a voter stands for election
 */
public record QuorumSettings(List<VoterSettings> voters, Duration sessionTimeout, Duration electionTimeout) {

    /** Copies the list. */
    public QuorumSettings {
        voters = List.copyOf(voters);
    }

    /** Returns the entry of that broker if it votes. */
    public Optional<VoterSettings> voter(BrokerId broker) {
        return voters.stream().filter(voter -> voter.broker().equals(broker)).findFirst();
    }
}

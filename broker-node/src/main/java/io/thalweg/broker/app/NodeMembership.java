package io.thalweg.broker.app;

import io.thalweg.broker.app.net.VoterChannels;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.VoterSettings;
import io.thalweg.broker.membership.BeatSource;
import io.thalweg.broker.membership.EvidenceSource;
import io.thalweg.broker.membership.MembershipListener;
import io.thalweg.broker.membership.MembershipSettings;
import io.thalweg.broker.membership.MetadataSession;
import io.thalweg.broker.membership.ProcessClock;
import io.thalweg.broker.membership.Proposer;
import io.thalweg.broker.membership.SessionParts;
import io.thalweg.broker.membership.VoterCalls;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/** The parts by which this broker belongs to the cluster. The session is opened last, when all endpoints are known. */
final class NodeMembership {

    private final ServerSettings settings;
    private final ScheduledExecutorService executor;
    private final ProcessClock clock;
    private final VoterChannels channels;
    private final Proposer proposer;
    private final VoterCalls voterCalls;
    private final SplittableRandom random;
    private final List<Endpoint> known;

    /**
     * @param known where voters were when this broker last heard of them
     */
    NodeMembership(
            ServerSettings settings,
            List<Endpoint> known,
            ScheduledExecutorService executor,
            ProcessClock clock,
            long seed) {
        this.settings = settings;
        this.known = List.copyOf(known);
        this.executor = executor;
        this.clock = clock;
        this.random = new SplittableRandom(seed);
        this.channels = new VoterChannels(executor);
        this.proposer = new Proposer(channels, voters(), executor, clock.nanos(), this::splitRandom);
        this.voterCalls = new VoterCalls(channels, proposer, executor, clock.nanos());
    }

    private synchronized SplittableRandom splitRandom() {
        return random.split();
    }

    private List<Endpoint> voters() {
        return Stream.concat(known.stream(), settings.quorum().voters().stream().map(VoterSettings::peer))
                .distinct()
                .toList();
    }

    BrokerId self() {
        return settings.node().broker();
    }

    VoterChannels channels() {
        return channels;
    }

    Proposer proposer() {
        return proposer;
    }

    /** The way to the metadata leader, as services take it. */
    ProposerGateway gateway() {
        return new ProposerGateway(proposer, voterCalls);
    }

    /** Creates the session of this process; it is not started yet. */
    MetadataSession session(
            BrokerRegistration registration, MembershipListener listener, BeatSource beats, EvidenceSource evidence) {
        MembershipSettings membership = new MembershipSettings(
                settings.node().clusterId(),
                voters(),
                registration,
                settings.quorum().sessionTimeout().multipliedBy(2).toMillis());
        SessionParts parts = new SessionParts(channels, listener, beats, evidence, proposer, executor, clock);
        return new MetadataSession(membership, parts, splitRandom());
    }
}

package io.thalweg.metadata.rpc;

import io.grpc.StatusRuntimeException;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.EvidenceCodec;
import io.thalweg.metadata.codec.VoterCodec;
import io.thalweg.metadata.controller.LeaderDuties;
import io.thalweg.metadata.controller.LeaderListener;
import io.thalweg.metadata.controller.LeadershipProof;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.ProbePlan;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.controller.RecoveryDuty;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.StorageMark;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.proto.v1.Beat;
import io.thalweg.proto.v1.BeatAnswer;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.EvidenceReport;
import io.thalweg.proto.v1.LeaderlessPartition;
import io.thalweg.proto.v1.OpenSession;
import io.thalweg.proto.v1.PartitionEvidence;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that one term of leadership does and remembers. Confined to the leader's thread. */
final class LeaderTerm {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderTerm.class);
    private static final long RETRY_MILLIS = 500;

    private final long term;
    private final LeaderSettings settings;
    private final MetadataQuorum quorum;
    private final LeaderThread thread;
    private final PortProbe probe;
    private final LeaderListener listener;
    private final LeaderDuties duties;
    private final LeadershipProof proof = new LeadershipProof();
    private final ProbePlan probes = new ProbePlan();
    private final RecoveryDuty recovery = new RecoveryDuty();
    private final ImageFeed.EncodedImages images = new ImageFeed.EncodedImages();
    private final Map<BrokerId, SessionStream> streams = new HashMap<>();
    private final Set<Command> underWay = new HashSet<>();
    private final List<ServedWait> waits = new ArrayList<>();
    private final List<SessionStream> leaving = new ArrayList<>();
    private boolean over;

    /** A proposer that waits until brokers have acted on an image. */
    private record ServedWait(long index, Set<BrokerId> brokers, long untilMillis, Runnable done) {}

    LeaderTerm(
            long term,
            LeaderSettings settings,
            MetadataQuorum quorum,
            LeaderThread thread,
            PortProbe probe,
            LeaderListener listener,
            long listeningSinceMillis) {
        this.term = term;
        this.settings = settings;
        this.quorum = quorum;
        this.thread = thread;
        this.probe = probe;
        this.listener = listener;
        this.duties = new LeaderDuties(
                settings.sessionTimeout().toMillis(),
                LeaderSettings.TICK_MILLIS,
                now(),
                listeningSinceMillis,
                image().index());
    }

    long term() {
        return term;
    }

    /** Registers the broker through the log, then welcomes it. */
    void open(SessionStream stream, OpenSession request) {
        Command registration = CommandCodec.registration(request.getRegistration());
        quorum.submit(registration).thenAccept(outcome -> thread.execute(() -> registered(stream, request, outcome)));
    }

    private void registered(SessionStream stream, OpenSession request, ProposalOutcome outcome) {
        if (over || stream.ended()) {
            stream.fail(StatusMapper.notLeader(null));
            return;
        }
        if (!(outcome instanceof ProposalOutcome.Applied applied)) {
            stream.fail(StatusMapper.toException(outcome, quorum.leadership().leader()));
            return;
        }
        if (applied.reply() instanceof CommandReply.Rejected rejected) {
            stream.fail(StatusMapper.toException(rejected));
            return;
        }
        BrokerEpoch epoch = ((CommandReply.Accepted) applied.reply()).brokerEpoch();
        BrokerIdentity broker =
                new BrokerIdentity(new BrokerId(request.getRegistration().getBrokerId()), epoch);
        SessionStream before = streams.put(broker.id(), stream);
        if (before != null) {
            before.fail(StatusMapper.replaced());
        }
        duties.opened(broker, now());
        VoterSet voters = quorum.voters();
        SessionEvent welcome = SessionEvent.newBuilder()
                .setOpened(SessionOpened.newBuilder()
                        .setBrokerEpoch(epoch.value())
                        .setSessionTimeoutMillis(settings.sessionTimeout().toMillis())
                        .setBeatIntervalMillis(settings.beatInterval().toMillis())
                        .setVoters(VoterCodec.toProto(voters)))
                .build();
        stream.mustTellVoters(voters.index());
        stream.opened(broker, welcome, new ImageFeed(quorum.applied(), images, request.getImageIndex()));
        stream.request();
        listener.onSessions(streams.size());
        LOG.info("Broker {} has a session", broker);
    }

    void beat(SessionStream stream, Beat beat) {
        BrokerIdentity broker = stream.broker();
        if (broker == null || broker.epoch().value() != beat.getBrokerEpoch()) {
            stream.fail(StatusMapper.invalid(
                    "a beat with epoch " + beat.getBrokerEpoch() + " in the session of " + broker));
            return;
        }
        long synced = Math.max(0, beat.getStorageSynced());
        StorageMark storage = new StorageMark(synced, Math.max(synced, beat.getStorageWritten()));
        duties.sessions().beat(broker, beat.getImageIndex(), storage, now());
        BeatAnswer.Builder answer = BeatAnswer.newBuilder()
                .setSentNanos(beat.getSentNanos())
                .setLease(proof.holds(now()))
                .setMetadataLeader(settings.self());
        VoterSet voters = quorum.voters();
        if (stream.mustTellVoters(voters.index())) {
            answer.setVoters(VoterCodec.toProto(voters));
        }
        stream.answer(answer.build());
        stream.request();
        run();
    }

    void evidence(SessionStream stream, EvidenceReport report) {
        BrokerIdentity broker = stream.broker();
        if (broker == null || broker.epoch().value() != report.getBrokerEpoch()) {
            stream.fail(StatusMapper.invalid(
                    "evidence of epoch " + report.getBrokerEpoch() + " in the session of " + broker));
            return;
        }
        try {
            for (PartitionEvidence found : report.getPartitionsList()) {
                recovery.heard(
                        new PartitionUid(found.getPartitionUid()),
                        new LeaderEpoch(found.getLeaderEpoch()),
                        EvidenceCodec.decode(found.getEvidence()));
            }
        } catch (IllegalArgumentException e) {
            stream.fail(StatusMapper.invalid("evidence that cannot be: " + e.getMessage()));
            return;
        }
        stream.request();
        run();
    }

    /**
     * @param farewell the broker ended the stream itself, because its process stops: it is let go once it is missed by nobody
     */
    void gone(SessionStream stream, boolean farewell) {
        BrokerIdentity broker = stream.broker();
        if (broker == null || !streams.remove(broker.id(), stream)) {
            stream.gone(farewell);
            return;
        }
        duties.sessions().broken(broker);
        if (farewell) {
            leaving.add(stream);
            duties.provenDead(broker);
        } else {
            stream.gone(false);
        }
        listener.onSessions(streams.size());
        LOG.info("The session stream of broker {} {}", broker, farewell ? "was closed by it" : "broke");
        run();
    }

    /** Does what is due now. */
    void run() {
        ClusterImage image = image();
        duties.due(image, now(), settings.wallMillis().getAsLong()).forEach(this::propose);
        recover(image);
        probes.due(duties.unheard(image), now()).forEach(this::probe);
        letGo();
        waits.removeIf(this::finished);
    }

    private void recover(ClusterImage image) {
        RecoveryDuty.Due due = recovery.due(image, now());
        due.recoveries().forEach(this::propose);
        due.questions().forEach((broker, asked) -> {
            SessionStream stream = streams.get(broker.id());
            if (stream != null && broker.equals(stream.broker())) {
                stream.ask(EvidenceQuestion.newBuilder()
                        .addAllPartitions(
                                asked.stream().map(LeaderTerm::question).toList())
                        .build());
            }
        });
    }

    private static LeaderlessPartition question(RecoveryDuty.Question asked) {
        return LeaderlessPartition.newBuilder()
                .setPartitionUid(asked.partition().value())
                .setLeaderEpoch(asked.leaderEpoch().value())
                .build();
    }

    /** A broker that said farewell goes on acknowledging until it is fenced and all leaders do without it. */
    private void letGo() {
        ClusterImage image = image();
        List<SessionStream> fenced = leaving.stream()
                .filter(stream -> !isActive(image, stream.broker()))
                .toList();
        if (fenced.isEmpty()) {
            return;
        }
        leaving.removeAll(fenced);
        Set<BrokerId> others =
                image.brokers().stream().filter(Broker::active).map(Broker::id).collect(Collectors.toSet());
        fenced.forEach(stream -> whenServed(image.index(), others, () -> stream.gone(true)));
    }

    private static boolean isActive(ClusterImage image, @Nullable BrokerIdentity identity) {
        Broker broker = identity == null ? null : image.broker(identity.id());
        return broker != null && broker.active() && broker.identity().equals(identity);
    }

    /** Sends the brokers what was applied since. */
    void pump() {
        streams.values().forEach(SessionStream::pump);
        images.clear();
    }

    /** Runs {@code done} when these brokers have acted on the image at that index, or after the bounded wait. */
    void whenServed(long index, Set<BrokerId> brokers, Runnable done) {
        ServedWait wait =
                new ServedWait(index, brokers, now() + settings.servedTimeout().toMillis(), done);
        if (!finished(wait)) {
            waits.add(wait);
        }
    }

    /** This voter no longer leads, or stops. */
    void end(StatusRuntimeException cause) {
        over = true;
        streams.values().forEach(stream -> stream.fail(cause));
        streams.clear();
        leaving.forEach(stream -> stream.fail(cause));
        leaving.clear();
        waits.forEach(wait -> wait.done().run());
        waits.clear();
        listener.onSessions(0);
    }

    private boolean finished(ServedWait wait) {
        boolean done = now() >= wait.untilMillis() || duties.served(image(), wait.brokers(), wait.index());
        if (done) {
            wait.done().run();
        }
        return done;
    }

    private void propose(Command command) {
        if (!underWay.add(command)) {
            return;
        }
        long submitted = now();
        quorum.submit(command).thenAccept(outcome -> thread.execute(() -> proposed(command, submitted, outcome)));
    }

    private void proposed(Command command, long submitted, ProposalOutcome outcome) {
        if (over) {
            return;
        }
        if (outcome instanceof ProposalOutcome.Applied applied) {
            proof.committed(submitted);
            if (applied.reply().accepted()) {
                underWay.remove(command);
                accepted(command, applied.index());
                return;
            }
            LOG.warn("The metadata refused {}: {}", command, applied.reply());
        }
        thread.after(RETRY_MILLIS, () -> underWay.remove(command));
    }

    private void accepted(Command command, long index) {
        if (command instanceof Command.FenceBrokers fence) {
            fence.brokers().forEach(broker -> duties.sessions().fenced(broker, index));
            listener.onFenced(fence.brokers().size());
            LOG.info("Fenced brokers {} at {}", fence.brokers(), index);
        } else if (command instanceof Command.ActivateBroker activate) {
            LOG.info("Broker {} is active at {}", activate.broker(), index);
        } else if (command instanceof Command.RecoverLeader recover) {
            LOG.warn(
                    "Recovered partition {} at {}: no holder was sound, so records that were acknowledged before they"
                            + " were synced may be lost; evidence: {}",
                    recover.partition(),
                    index,
                    recover.evidence());
        }
    }

    private void probe(Broker broker) {
        Endpoint peer = broker.listener("peer");
        if (peer == null) {
            return;
        }
        BrokerIdentity identity = broker.identity();
        Consumer<PortProbe.Answer> answered = answer -> {
            probes.answered(identity, now());
            if (answer == PortProbe.Answer.REFUSED && !over && !streams.containsKey(identity.id())) {
                LOG.info("Nothing listens at {} of broker {}: it has died", peer, identity);
                duties.provenDead(identity);
                run();
            }
        };
        probe.probe(peer).thenAccept(answer -> thread.execute(() -> answered.accept(answer)));
    }

    private ClusterImage image() {
        return quorum.applied().image();
    }

    private long now() {
        return settings.monotonicMillis().getAsLong();
    }
}

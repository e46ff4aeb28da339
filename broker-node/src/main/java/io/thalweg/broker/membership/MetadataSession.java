package io.thalweg.broker.membership;

import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.VoterCodec;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.proto.v1.Beat;
import io.thalweg.proto.v1.BeatAnswer;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.EvidenceReport;
import io.thalweg.proto.v1.OpenSession;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionOpened;
import io.thalweg.proto.v1.SessionRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one session with the metadata leader for the life of the process: finds the leader, registers, follows the feed,
 * beats at the interval and at once when the applied image index grows, and starts over when the stream ends. All state
 * belongs to the session's one-threaded executor; {@link #leased}, {@link #image} and {@link #metadataLeader} may be read
 * from any thread.
 */
public final class MetadataSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataSession.class);

    private static final int MOST_BEATS_REMEMBERED = 64;
    private static final long LONGEST_OPENING_MILLIS = 5_000;
    private static final int LOG_EVERY_FAILURES = 20;

    private final MembershipSettings settings;
    private final MetadataTransport transport;
    private final MembershipListener listener;
    private final BeatSource beats;
    private final EvidenceAnswers evidence;
    private final Proposer proposer;
    private final ScheduledExecutorService executor;
    private final ProcessClock clock;
    private final LeaderSearch search;
    private final ImageFollower follower;

    private volatile Lease lease = Lease.NONE;
    private volatile ClusterImage image;
    private volatile int metadataLeader;
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    // Of the executor:
    private @Nullable Attempt current;
    private BrokerEpoch registered = BrokerEpoch.NONE;
    private long firstIdInUseNanos;
    private boolean idWasInUse;
    private int failures;
    private boolean closed;

    /**
     * Creates the session without opening it.
     *
     * @param parts what it works with
     * @param random chance for the search
     */
    public MetadataSession(MembershipSettings settings, SessionParts parts, RandomGenerator random) {
        this.settings = settings;
        this.transport = parts.transport();
        this.listener = parts.listener();
        this.beats = parts.beats();
        this.evidence = new EvidenceAnswers(parts.evidence());
        this.proposer = parts.proposer();
        this.executor = parts.executor();
        this.clock = parts.clock();
        this.search = new LeaderSearch(settings.voters(), random);
        this.image = ClusterImage.empty(settings.clusterId());
        this.follower = new ImageFollower(image);
    }

    /** Begins to look for the metadata leader. */
    public void start() {
        executor.execute(this::connect);
    }

    /** Returns whether this broker's lease holds now. */
    public boolean leased() {
        return lease.holds(clock.nanos().getAsLong(), clock.wallMillis().getAsLong());
    }

    /** Returns the newest image. */
    public ClusterImage image() {
        return image;
    }

    /** Returns the broker id of the metadata leader, 0 while unknown. */
    public int metadataLeader() {
        return metadataLeader;
    }

    /** The applied image index or another part of the beat changed: tell the metadata leader now. Any thread. */
    public void beatNow() {
        executor.execute(() -> {
            Attempt attempt = current;
            if (attempt != null) {
                attempt.beat();
            }
        });
    }

    /**
     * Says farewell, because this process stops: the metadata leader fences it at once, while its replicas still
     * acknowledge, and ends the session when every leader knows.
     *
     * @return completes then, or when there is no session; never fails
     */
    public CompletableFuture<Void> leave() {
        executor.execute(() -> {
            Attempt attempt = current;
            boolean open = attempt != null && attempt.epoch != 0 && !closed;
            closed = true;
            lease = Lease.NONE;
            if (attempt != null && open) {
                attempt.channel.leave();
            } else {
                left.complete(null);
            }
        });
        return left;
    }

    /** Ends the session; a crash of the process would look the same to the metadata leader. */
    @Override
    public void close() {
        executor.execute(() -> {
            closed = true;
            lease = Lease.NONE;
            Attempt attempt = current;
            if (attempt != null) {
                attempt.channel.cancel();
            }
        });
    }

    private void connect() {
        if (closed) {
            return;
        }
        Endpoint voter = search.next();
        follower.onStream();
        Attempt attempt = new Attempt(voter);
        current = attempt;
        attempt.open();
    }

    private void retry(VoterRefusal cause) {
        current = null;
        // The lease outlives the stream: who granted it waits for its end, and so does the next metadata leader.
        metadataLeader = 0;
        proposer.onLeader(null);
        if (closed) {
            left.complete(null);
            return;
        }
        if (isHopeless(cause)) {
            giveUp(cause);
            return;
        }
        listener.onNoSession();
        if (++failures % LOG_EVERY_FAILURES == 0) {
            LOG.info("no session yet: {}", cause.getMessage());
        }
        search.failed(cause.leaderHint());
        executor.schedule(this::connect, search.pauseMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp(VoterRefusal cause) {
        closed = true;
        lease = Lease.NONE;
        listener.onRefused(cause);
    }

    /** Whether the cluster has taken this broker out: an image that is newer than its registration does not have it. */
    private boolean isRemoved() {
        return registered.value() > 0
                && image.index() >= registered.value()
                && image.broker(settings.registration().id()) == null;
    }

    private boolean isHopeless(VoterRefusal cause) {
        return switch (cause.reason()) {
            case ERROR_REASON_WRONG_CLUSTER,
                    ERROR_REASON_STALE_BROKER_EPOCH,
                    ERROR_REASON_BROKER_REMOVED,
                    ERROR_REASON_FEATURE_LEVEL_UNSUPPORTED,
                    ERROR_REASON_INVALID_REQUEST -> true;
            case ERROR_REASON_BROKER_ID_IN_USE -> idInUseForLong();
            default -> false;
        };
    }

    private boolean idInUseForLong() {
        long now = clock.nanos().getAsLong();
        if (!idWasInUse) {
            idWasInUse = true;
            firstIdInUseNanos = now;
        }
        return TimeUnit.NANOSECONDS.toMillis(now - firstIdInUseNanos) >= settings.idInUseGraceMillis();
    }

    private void publish(@Nullable ImageChanges changes) {
        if (changes != null) {
            image = follower.image();
            listener.onImage(image, changes);
            Attempt attempt = current;
            if (!closed && attempt != null && isRemoved()) {
                BrokerId self = settings.registration().id();
                String message = "broker " + self + " was removed from the cluster";
                giveUp(new VoterRefusal(
                        ErrorReason.ERROR_REASON_BROKER_REMOVED, message, Map.of("broker", self.toString())));
                attempt.channel.cancel();
            }
        }
    }

    /** From now on the leader is looked for among these, and last among those that the settings name. */
    private void onVoters(VoterSet voters) {
        if (voters.isUnknown()) {
            return;
        }
        List<Endpoint> where = Stream.concat(
                        voters.peers().stream()
                                .map(peer -> new Endpoint(
                                        peer.voter().host(), peer.voter().peerPort())),
                        settings.voters().stream())
                .distinct()
                .toList();
        search.voters(where);
        proposer.onVoters(where);
        listener.onVoters(voters);
    }

    /** One stream to one voter. */
    private final class Attempt implements MetadataTransport.Handler {

        private final Endpoint voter;
        private MetadataTransport.Channel channel = NoChannel.INSTANCE;
        private long epoch;
        private long sessionTimeoutMillis;
        private final ArrayDeque<SentBeat> sent = new ArrayDeque<>();
        private long lastHeardNanos = clock.nanos().getAsLong();
        private @Nullable ScheduledFuture<?> pulse;

        Attempt(Endpoint voter) {
            this.voter = voter;
        }

        void open() {
            channel = transport.openSession(voter, this);
            executor.schedule(this::giveUpUnlessOpened, LONGEST_OPENING_MILLIS, TimeUnit.MILLISECONDS);
            // A process that was registered says so, however young its data folder is: if the cluster does
            // not have it any more, it was removed, and must not be taken for a new one.
            BrokerRegistration life = registered.value() == 0
                    ? settings.registration()
                    : settings.registration().withPreviousEpoch(registered);
            var registration =
                    CommandCodec.toProto(new Command.RegisterBroker(life)).getRegisterBroker();
            channel.send(SessionRequest.newBuilder()
                    .setOpen(OpenSession.newBuilder()
                            .setClusterId(settings.clusterId().toString())
                            .setImageIndex(follower.image().index())
                            .setRegistration(registration))
                    .build());
        }

        @Override
        public void onEvent(SessionEvent event) {
            if (current != this) {
                return;
            }
            lastHeardNanos = clock.nanos().getAsLong();
            switch (event.getEventCase()) {
                case OPENED -> onOpened(event.getOpened());
                case IMAGE -> publish(follower.onChunk(event.getImage()));
                case ENTRIES -> publish(follower.onEntries(event.getEntries().getEntriesList()));
                case BEAT -> onBeatAnswer(event.getBeat());
                case QUESTION -> onQuestion(event.getQuestion());
                case EVENT_NOT_SET -> LOG.debug("the metadata leader sent an event of a newer version");
            }
        }

        private void onOpened(SessionOpened opened) {
            LOG.info("session with the metadata leader at {}, broker epoch {}", voter, opened.getBrokerEpoch());
            search.succeeded();
            failures = 0;
            proposer.onLeader(voter);
            idWasInUse = false;
            epoch = opened.getBrokerEpoch();
            registered = new BrokerEpoch(epoch);
            sessionTimeoutMillis = opened.getSessionTimeoutMillis();
            listener.onRegistered(registered);
            if (opened.hasVoters()) {
                onVoters(VoterCodec.ofProto(opened.getVoters()));
            }
            long interval = Math.max(1, opened.getBeatIntervalMillis());
            pulse = executor.scheduleAtFixedRate(this::beat, 0, interval, TimeUnit.MILLISECONDS);
        }

        private void onBeatAnswer(BeatAnswer answer) {
            metadataLeader = answer.getMetadataLeader();
            if (answer.hasVoters()) {
                onVoters(VoterCodec.ofProto(answer.getVoters()));
            }
            SentBeat beat = sent.poll();
            while (beat != null && beat.nanos() != answer.getSentNanos()) {
                beat = sent.poll();
            }
            if (beat != null && answer.getLease() && !closed) {
                lease = Lease.since(beat.nanos(), beat.wallMillis(), sessionTimeoutMillis);
            }
        }

        private void onQuestion(EvidenceQuestion question) {
            EvidenceReport report = evidence.answer(question, epoch);
            if (report.getPartitionsCount() > 0) {
                channel.send(SessionRequest.newBuilder().setEvidence(report).build());
            }
        }

        private void giveUpUnlessOpened() {
            if (epoch == 0 && current == this) {
                channel.cancel();
            }
        }

        /** A leader that is silent for half a session may be cut off from us: another one may not be. */
        private boolean isSilent() {
            long silent = TimeUnit.NANOSECONDS.toMillis(clock.nanos().getAsLong() - lastHeardNanos);
            return silent > sessionTimeoutMillis / 2;
        }

        void beat() {
            if (epoch == 0 || current != this || closed) {
                return;
            }
            if (isSilent()) {
                channel.cancel();
                return;
            }
            SentBeat beat =
                    new SentBeat(clock.nanos().getAsLong(), clock.wallMillis().getAsLong());
            if (sent.size() == MOST_BEATS_REMEMBERED) {
                sent.remove();
            }
            sent.add(beat);
            channel.send(SessionRequest.newBuilder()
                    .setBeat(Beat.newBuilder()
                            .setBrokerEpoch(epoch)
                            .setImageIndex(beats.appliedImageIndex())
                            .setStorageSynced(beats.storageSynced())
                            .setStorageWritten(beats.storageWritten())
                            .setSentNanos(beat.nanos())
                            .setLeaders(beats.leaders()))
                    .build());
        }

        @Override
        public void onEnd(VoterRefusal cause) {
            ScheduledFuture<?> running = pulse;
            if (running != null) {
                running.cancel(false);
            }
            if (current != this) {
                return;
            }
            if (epoch != 0 && cause.reason() != ErrorReason.ERROR_REASON_NOT_METADATA_LEADER) {
                LOG.info("session with {} ended: {}", voter, cause.getMessage());
            }
            retry(cause);
        }
    }

    /** When a beat was sent, on both clocks. */
    private record SentBeat(long nanos, long wallMillis) {}

    private enum NoChannel implements MetadataTransport.Channel {
        INSTANCE;

        @Override
        public void send(SessionRequest request) {
            throw new IllegalStateException("the stream is not open yet");
        }

        @Override
        public void cancel() {
            // Nothing is open.
        }

        @Override
        public void leave() {
            // Nothing is open.
        }
    }
}

package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.FeedEntries;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionOpened;
import io.thalweg.proto.v1.SessionRequest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The session of a broker whose data folder has never been used, with a metadata leader that this test plays. */
@Timeout(30)
final class MetadataSessionTest implements MetadataTransport, MembershipListener, BeatSource {

    private static final BrokerId SELF = new BrokerId(4);
    private static final BrokerRegistration REGISTRATION = new BrokerRegistration(
            SELF,
            new UUID(4, 1),
            new UUID(9, 4),
            new TreeMap<>(),
            "",
            RestartKind.LOSSY,
            BrokerEpoch.NONE,
            0,
            List.of(),
            1);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final List<VoterRefusal> refusals = new CopyOnWriteArrayList<>();
    private final MetadataSession session = session();

    private MetadataSession session() {
        MembershipSettings settings =
                new MembershipSettings(new UUID(1, 1), List.of(new Endpoint("voter", 7401)), REGISTRATION, 1_000);
        ProcessClock clock = new ProcessClock(System::nanoTime, () -> 0);
        Proposer proposer = new Proposer(this, settings.voters(), executor, clock.nanos(), () -> new Random(1));
        return new MetadataSession(
                settings,
                new SessionParts(this, this, this, partition -> null, proposer, executor, clock),
                new Random(1));
    }

    @AfterEach
    void stop() {
        session.close();
        executor.shutdownNow();
    }

    /** One session stream as the voter sees it. */
    private final class Stream implements Channel {

        private final Handler handler;
        private final List<SessionRequest> received = new CopyOnWriteArrayList<>();

        Stream(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void send(SessionRequest request) {
            received.add(request);
        }

        @Override
        public void leave() {
            cancel();
        }

        @Override
        public void cancel() {
            end(new VoterRefusal(ErrorReason.ERROR_REASON_UNSPECIFIED, "cancelled", Map.of()));
        }

        void end(VoterRefusal cause) {
            executor.execute(() -> handler.onEnd(cause));
        }

        long previousEpoch() {
            await().until(() -> !received.isEmpty());
            return received.get(0).getOpen().getRegistration().getPreviousEpoch();
        }

        void open(long epoch) {
            SessionOpened opened = SessionOpened.newBuilder()
                    .setBrokerEpoch(epoch)
                    .setSessionTimeoutMillis(10_000)
                    .setBeatIntervalMillis(1_000)
                    .build();
            executor.execute(() ->
                    handler.onEvent(SessionEvent.newBuilder().setOpened(opened).build()));
        }

        void feed(long index, Command command) {
            FeedEntry entry = FeedEntry.newBuilder()
                    .setIndex(index)
                    .setCommand(CommandCodec.toProto(command))
                    .build();
            SessionEvent event = SessionEvent.newBuilder()
                    .setEntries(FeedEntries.newBuilder().addEntries(entry))
                    .build();
            executor.execute(() -> handler.onEvent(event));
        }
    }

    private Stream stream(int number) {
        await().until(() -> streams.size() > number);
        return streams.get(number);
    }

    private Stream registered() {
        session.start();
        Stream stream = stream(0);
        stream.open(7);
        stream.feed(7, new Command.RegisterBroker(REGISTRATION));
        await().until(() -> session.image().index() == 7);
        return stream;
    }

    @Test
    void shouldNameTheEpochThatItHasWhenItRegistersAgain() {
        Stream first = registered();
        assertThat(first.previousEpoch()).isZero();

        first.end(new VoterRefusal(ErrorReason.ERROR_REASON_UNSPECIFIED, "broken", Map.of()));

        assertThat(stream(1).previousEpoch()).isEqualTo(7);
    }

    @Test
    void shouldGiveUpWhenTheFeedSaysThatItWasRemoved() {
        Stream stream = registered();
        stream.feed(8, new Command.DrainBroker(SELF, true));

        stream.feed(9, new Command.RemoveBroker(new BrokerIdentity(SELF, new BrokerEpoch(7))));

        await().until(() -> !refusals.isEmpty());
        assertThat(refusals).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_BROKER_REMOVED);
            assertThat(refusal.details()).containsEntry("broker", "4");
        });
        assertThat(session.leave()).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(streams).as("it does not come back").hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_REASON_BROKER_REMOVED", "ERROR_REASON_FEATURE_LEVEL_UNSUPPORTED"})
    void shouldGiveUpWhenTheMetadataLeaderDoesNotTakeItBack(ErrorReason reason) {
        registered().end(new VoterRefusal(ErrorReason.ERROR_REASON_UNSPECIFIED, "broken", Map.of()));

        stream(1).end(new VoterRefusal(reason, "not this one", Map.of()));

        await().until(() -> !refusals.isEmpty());
        assertThat(refusals).hasSize(1);
    }

    @Override
    public Channel openSession(Endpoint voter, Handler handler) {
        Stream stream = new Stream(handler);
        streams.add(stream);
        return stream;
    }

    @Override
    public CompletableFuture<ProposeResponse> propose(Endpoint voter, ProposeRequest request, long timeoutMillis) {
        return new CompletableFuture<>();
    }

    @Override
    public void onRegistered(BrokerEpoch epoch) {}

    @Override
    public void onImage(ClusterImage image, ImageChanges changes) {}

    @Override
    public void onNoSession() {}

    @Override
    public void onVoters(VoterSet voters) {}

    @Override
    public void onRefused(VoterRefusal cause) {
        refusals.add(cause);
    }

    @Override
    public long appliedImageIndex() {
        return 0;
    }

    @Override
    public long storageSynced() {
        return 0;
    }

    @Override
    public long storageWritten() {
        return 0;
    }

    @Override
    public int leaders() {
        return 0;
    }
}

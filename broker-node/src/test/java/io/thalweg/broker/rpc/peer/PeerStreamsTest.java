package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.proto.v1.FollowerMessage;
import io.thalweg.proto.v1.Hello;
import io.thalweg.proto.v1.Lane;
import io.thalweg.proto.v1.LeaderMessage;
import io.thalweg.proto.v1.ReplicationServiceGrpc;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The leader's side, dialled by hand. */
final class PeerStreamsTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final String NAME = "peer-streams-test";

    private final AtomicLong nanos = new AtomicLong(1);
    private final HeardEvents events = new HeardEvents();
    private final PeerStreams streams =
            new PeerStreams(PeerSettings.usual(CLUSTER, new BrokerId(1)), PeerStreamsTest::dialled, nanos::get);
    private final Server server = InProcessServerBuilder.forName(NAME)
            .directExecutor()
            .addService(streams.service())
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(NAME).directExecutor().build();

    private static ManagedChannel dialled(Endpoint endpoint) {
        throw new AssertionError("dials " + endpoint);
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        streams.close();
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void shouldRefuseFollowersBeforeTheFirstImage() {
        streams.start(events);

        Dialled dialled = hello(CLUSTER, 2, 10);

        assertThat(dialled.ended().join().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void shouldRefuseAFollowerOfAnotherCluster() {
        ready();

        Dialled dialled = hello(new UUID(9, 9), 2, 10);

        assertThat(dialled.ended().join().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(events.heard()).isEmpty();
    }

    @Test
    void shouldWelcomeAFollowerWithItsOwnEpoch() {
        ready();

        Dialled dialled = hello(CLUSTER, 2, 10);

        await().until(() -> !dialled.received().isEmpty());
        assertThat(dialled.received().get(0).getWelcome().getBrokerEpoch()).isEqualTo(5);
        assertThat(events.heard()).containsExactly("follower 2@10 connected");
    }

    @Test
    void shouldSendDataWhenItIsFlushed() {
        // given
        ready();
        Dialled dialled = hello(CLUSTER, 2, 10);
        await().until(() -> dialled.received().size() == 1);
        PeerStream stream =
                new PeerStream(new BrokerId(2), new BrokerEpoch(10), 1, io.thalweg.broker.replication.message.Lane.HOT);
        var data = new io.thalweg.broker.replication.message.LeaderMessage.Data(new LeaderEpoch(1), 0, 0, List.of());

        // when
        streams.send(stream, new PartitionUid(4), data);
        assertThat(dialled.received()).hasSize(1);
        streams.flushData();

        // then
        await().until(() -> dialled.received().size() == 2);
        assertThat(dialled.received().get(1).getPush().getData(0).getSlot()).isEqualTo(4);
    }

    @Test
    void shouldEndTheEarlierStreamBeforeTheNewOneIsKnownWhenAFollowerSaysHelloAgain() {
        // given
        ready();
        Dialled earlier = hello(CLUSTER, 2, 10);
        await().until(() -> events.heard().size() == 1);

        // when
        hello(CLUSTER, 2, 11);

        // then
        assertThat(earlier.ended().join().getCode()).isEqualTo(Status.Code.ABORTED);
        await().until(() -> events.heard().size() == 3);
        assertThat(events.heard())
                .containsExactly("follower 2@10 connected", "stream of 2@10 gone", "follower 2@11 connected");
    }

    @Test
    void shouldKeepBothLanesOfAFollower() {
        // given
        ready();
        hello(CLUSTER, 2, 10);
        await().until(() -> events.heard().size() == 1);

        // when
        hello(CLUSTER, 2, 10, Lane.LANE_BULK);

        // then
        await().until(() -> events.heard().size() == 2);
        assertThat(events.heard()).containsExactly("follower 2@10 connected", "follower 2@10 connected");
    }

    @Test
    void shouldEndBothLanesOfAnEarlierLifeWhenALaterOneSaysHelloOnEither() {
        // given
        ready();
        Dialled hot = hello(CLUSTER, 2, 10);
        Dialled bulk = hello(CLUSTER, 2, 10, Lane.LANE_BULK);
        await().until(() -> events.heard().size() == 2);

        // when
        hello(CLUSTER, 2, 11, Lane.LANE_BULK);

        // then
        assertThat(hot.ended().join().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(bulk.ended().join().getCode()).isEqualTo(Status.Code.ABORTED);
        await().until(() -> events.heard().size() == 5);
        assertThat(events.heard()).last().isEqualTo("follower 2@11 connected");
    }

    @Test
    void shouldRefuseAHelloOfAnEarlierLifeThatComesLate() {
        // given
        ready();
        hello(CLUSTER, 2, 11);
        await().until(() -> events.heard().size() == 1);

        // when
        Dialled late = hello(CLUSTER, 2, 10, Lane.LANE_BULK);

        // then
        assertThat(late.ended().join().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(events.heard()).containsExactly("follower 2@11 connected");
    }

    @Test
    void shouldCloseAStreamThatSpeaksBeforeItsHello() {
        ready();
        Dialled dialled = dial();

        dialled.requests()
                .onNext(FollowerMessage.newBuilder()
                        .setCredit(io.thalweg.proto.v1.Credit.newBuilder().setBytes(5))
                        .build());

        assertThat(dialled.ended().join().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void shouldDeclareASilentFollowerDead() {
        // given
        ready();
        Dialled dialled = hello(CLUSTER, 2, 10);
        await().until(() -> events.heard().size() == 1);

        // when
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));

        // then
        assertThat(dialled.ended().orTimeout(10, TimeUnit.SECONDS).join().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        await().until(() -> events.heard().contains("stream of 2@10 gone"));
    }

    @Test
    void shouldDialActiveBrokersBeforeTheyLeadAndOnlyThose() {
        // given
        List<Endpoint> opened = new CopyOnWriteArrayList<>();
        PeerStreams dialling = new PeerStreams(
                PeerSettings.usual(CLUSTER, new BrokerId(1)),
                endpoint -> {
                    opened.add(endpoint);
                    return InProcessChannelBuilder.forName("nobody").build();
                },
                nanos::get);
        DirectMetadata metadata = new DirectMetadata(CLUSTER);
        BrokerIdentity own = register(metadata, 1);
        BrokerIdentity other = register(metadata, 2);
        register(metadata, 3);
        metadata.apply(new Command.ActivateBroker(own));
        metadata.apply(new Command.ActivateBroker(other));
        dialling.start(events);

        // when
        dialling.onImage(metadata.image(), own.epoch());

        // then
        await().until(() -> !opened.isEmpty());
        dialling.close();
        assertThat(opened).containsOnly(new Endpoint("host-2", 7100));
    }

    private static BrokerIdentity register(DirectMetadata metadata, int id) {
        BrokerId broker = new BrokerId(id);
        CommandReply reply = metadata.apply(new Command.RegisterBroker(new BrokerRegistration(
                broker,
                new UUID(1, id),
                new UUID(2, id),
                new TreeMap<>(Map.of(PeerSettings.LISTENER, new Endpoint("host-" + id, 7100))),
                "",
                RestartKind.CLEAN,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1)));
        return new BrokerIdentity(broker, ((CommandReply.Accepted) reply).brokerEpoch());
    }

    private void ready() {
        streams.start(events);
        streams.onImage(ClusterImage.empty(CLUSTER), new BrokerEpoch(5));
    }

    private Dialled hello(UUID cluster, int broker, long epoch) {
        return hello(cluster, broker, epoch, Lane.LANE_HOT);
    }

    private Dialled hello(UUID cluster, int broker, long epoch, Lane lane) {
        Dialled dialled = dial();
        dialled.requests()
                .onNext(FollowerMessage.newBuilder()
                        .setHello(Hello.newBuilder()
                                .setClusterId(cluster.toString())
                                .setBrokerId(broker)
                                .setBrokerEpoch(epoch)
                                .setProtocol(PeerSettings.PROTOCOL)
                                .setLane(lane))
                        .build());
        return dialled;
    }

    private Dialled dial() {
        List<LeaderMessage> received = new CopyOnWriteArrayList<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        StreamObserver<FollowerMessage> requests = ReplicationServiceGrpc.newStub(channel)
                .sync(new StreamObserver<>() {
                    @Override
                    public void onNext(LeaderMessage message) {
                        received.add(message);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        ended.complete(Status.fromThrowable(failure));
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(Status.OK);
                    }
                });
        return new Dialled(requests, received, ended);
    }

    private record Dialled(
            StreamObserver<FollowerMessage> requests, List<LeaderMessage> received, CompletableFuture<Status> ended) {}
}

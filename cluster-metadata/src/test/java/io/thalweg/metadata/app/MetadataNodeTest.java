package io.thalweg.metadata.app;

import static io.thalweg.metadata.app.SessionProbe.active;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.Barrier;
import io.thalweg.proto.v1.Command;
import io.thalweg.proto.v1.CreateTopic;
import io.thalweg.proto.v1.PartitionAssignment;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetadataNodeTest {

    private static final ProposeRequest BARRIER = ProposeRequest.newBuilder()
            .setCommand(Command.newBuilder().setBarrier(Barrier.getDefaultInstance()))
            .build();

    @TempDir
    private Path directory;

    @Test
    void shouldRegisterActivateAndFeedABroker() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 1);
                SessionProbe broker = new SessionProbe(cluster, 11).open(cluster.leader())) {
            broker.awaitActive();
            ProposeResponse created = SessionProbe.propose(cluster, 1, topic("first", 11));

            ClusterImage fed = broker.awaitImage(image -> image.index() >= created.getIndex());

            assertThat(created.getReply().hasAccepted()).isTrue();
            assertThat(fed.topic("first")).isNotNull();
            await().atMost(5, TimeUnit.SECONDS).until(() -> {
                ClusterImage own = cluster.node(1).image();
                return broker.awaitImage(image -> true).equals(own);
            });
            await().atMost(5, TimeUnit.SECONDS).until(() -> {
                broker.beat();
                return broker.leased();
            });
            assertThat(cluster.fatal).isEmpty();
        }
    }

    @Test
    void shouldAnswerAProposalWhenTheLeadersServe() throws Exception {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 1);
                SessionProbe broker = new SessionProbe(cluster, 11).open(cluster.leader())) {
            broker.awaitActive();
            ProposeRequest request =
                    topic("served", 11).toBuilder().setWaitUntilServed(true).build();

            var answer = CompletableFuture.supplyAsync(
                    () -> SessionProbe.propose(cluster, 1, request), task -> new Thread(task, "proposer").start());
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            assertThat(answer).isNotDone();
            broker.awaitImage(image -> image.topic("served") != null);

            await().atMost(5, TimeUnit.SECONDS).until(() -> {
                broker.beat();
                return answer.isDone();
            });
            assertThat(answer.get().getReply().hasAccepted()).isTrue();
        }
    }

    @Test
    void shouldFenceAtOnceAProcessThatIsGoneAndNotOneWhoseStreamBroke() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 1);
                SessionProbe dead = new SessionProbe(cluster, 11).open(cluster.leader());
                SessionProbe broken = new SessionProbe(cluster, 12).open(cluster.leader())) {
            dead.awaitActive();
            broken.awaitActive();
            long began = System.nanoTime();

            broken.breakStream();
            dead.die();

            await().atMost(2, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> !active(cluster.node(1).image(), 11));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(MetadataCluster.SESSION.dividedBy(2));
            await().during(Duration.ofMillis(700))
                    .atMost(2, TimeUnit.SECONDS)
                    .until(() -> active(cluster.node(1).image(), 12));

            long epoch = broken.epoch();
            broken.open(cluster.leader()).awaitActive();
            assertThat(broken.epoch()).isEqualTo(epoch);
        }
    }

    @Test
    void shouldFenceASilentBrokerAfterTheSession() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 1);
                SessionProbe broker = new SessionProbe(cluster, 11).open(cluster.leader())) {
            broker.awaitActive();

            await().atMost(10, TimeUnit.SECONDS)
                    .pollInterval(50, TimeUnit.MILLISECONDS)
                    .until(() -> !active(cluster.node(1).image(), 11));

            broker.awaitActive();
        }
    }

    @Test
    void shouldLetALeavingBrokerGoWhenTheOthersDoWithoutIt() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 1);
                SessionProbe staying = new SessionProbe(cluster, 11).open(cluster.leader());
                SessionProbe leaving = new SessionProbe(cluster, 12).open(cluster.leader())) {
            leaving.awaitActive();
            staying.awaitImage(image -> active(image, 11) && active(image, 12));

            leaving.leave();

            await().atMost(2, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> !active(cluster.node(1).image(), 12));
            assertThat(leaving.ended()).isFalse();
            staying.awaitImage(image -> !active(image, 12));
            staying.beat();
            await().atMost(2, TimeUnit.SECONDS)
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(leaving::ended);
            assertThat(active(cluster.node(1).image(), 11)).isTrue();
            assertThat(cluster.fatal).isEmpty();
        }
    }

    @Test
    void shouldCarrySessionsOverToAnotherLeaderAndFenceOneThatDiedMeanwhile() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int first = cluster.leader();
            try (SessionProbe living = new SessionProbe(cluster, 11).open(first);
                    SessionProbe dead = new SessionProbe(cluster, 12).open(first)) {
                living.awaitActive();
                dead.awaitActive();

                cluster.kill(first);
                dead.die();
                int second = cluster.leader();

                await().atMost(2, TimeUnit.SECONDS)
                        .pollInterval(5, TimeUnit.MILLISECONDS)
                        .until(() -> !active(cluster.node(second).image(), 12));
                long epoch = living.epoch();
                living.open(second).awaitImage(image -> !active(image, 12));
                assertThat(living.epoch()).isEqualTo(epoch);
                assertThat(active(cluster.node(second).image(), 11)).isTrue();
                assertThat(cluster.fatal).isEmpty();
            }
        }
    }

    @Test
    void shouldSayWhoLeadsAndWhenNobodyDoes() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int leader = cluster.leader();
            int follower = cluster.follower();

            Throwable elsewhere = catchThrowable(() -> SessionProbe.propose(cluster, follower, BARRIER));
            try (SessionProbe broker = new SessionProbe(cluster, 11).open(follower)) {
                assertThat(broker.awaitEnd().getReason()).isEqualTo("NOT_METADATA_LEADER");
            }
            try (SessionProbe stranger = new SessionProbe(cluster, 11).open(leader, "another")) {
                assertThat(stranger.awaitEnd().getReason()).isEqualTo("WRONG_CLUSTER");
            }
            assertThat(SessionProbe.reason(elsewhere).getReason()).isEqualTo("NOT_METADATA_LEADER");
            assertThat(SessionProbe.reason(elsewhere).getMetadataMap())
                    .containsEntry("port", "" + cluster.peerPort(leader));

            cluster.kill(leader);
            cluster.kill(cluster.leader());
            int last =
                    IntStream.of(1, 2, 3).filter(cluster::isRunning).findFirst().orElseThrow();
            await().atMost(5, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(SessionProbe.reason(
                                            catchThrowable(() -> SessionProbe.propose(cluster, last, BARRIER)))
                                    .getReason())
                            .isEqualTo("NO_METADATA_QUORUM"));
        }
    }

    private static ProposeRequest topic(String name, int broker) {
        return ProposeRequest.newBuilder()
                .setCommand(Command.newBuilder()
                        .setCreateTopic(CreateTopic.newBuilder()
                                .setName(name)
                                .setTopicId(ByteString.copyFromUtf8((name + "0123456789abcdef").substring(0, 16)))
                                .putConfig("min.insync.replicas", "1")
                                .addPartitions(PartitionAssignment.newBuilder().addReplicas(broker))))
                .build();
    }
}

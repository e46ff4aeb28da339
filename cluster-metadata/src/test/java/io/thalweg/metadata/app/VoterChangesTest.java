package io.thalweg.metadata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ReplyCodec;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.MetadataServiceGrpc;
import io.thalweg.proto.v1.MetadataServiceGrpc.MetadataServiceBlockingStub;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.VoterInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class VoterChangesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReplaceALostDisk() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int lost = cluster.follower();
            String before = peerId(cluster, lost);
            cluster.kill(lost);
            MetadataNode empty = cluster.startIn("empty", lost, new UUID(99L << 32, lost));
            empty.running().orTimeout(20, TimeUnit.SECONDS).join();
            try (SessionProbe broker = registered(cluster, lost)) {
                broker.awaitActiveAnywhere();

                DescribeVotersResponse voters = change(cluster, cluster.leader(), lost, lost);

                assertThat(voters.getVotersList())
                        .hasSize(3)
                        .extracting(VoterInfo::getPeerId)
                        .doesNotContain(before);
                await().atMost(20, TimeUnit.SECONDS).until(() -> empty.voters().index() == voters.getIndex());
                // Its vote counts: two of three are a majority with it.
                cluster.kill(other(cluster, lost));
                assertThat(cluster.leader()).isPositive();
                assertThat(cluster.fatal).isEmpty();
            }
        }
    }

    private static int other(MetadataCluster cluster, int lost) {
        int leader = cluster.leader();
        for (int id = 1; id <= 3; id++) {
            if (id != leader && id != lost) {
                return id;
            }
        }
        throw new AssertionError("three voters have one more");
    }

    @Test
    void shouldAddABrokerAndRemoveTheLeader() throws IOException {
        try (MetadataCluster cluster = new MetadataCluster(directory, 4, 3)) {
            cluster.startFirst();
            cluster.start(4).running().orTimeout(20, TimeUnit.SECONDS).join();
            int leader = cluster.leader();
            try (SessionProbe broker = registered(cluster, 4)) {
                broker.awaitActiveAnywhere();
                assertThat(change(cluster, leader, 4, 0).getVotersCount()).isEqualTo(4);
                assertThat(cluster.node(4).mayVote()).isTrue();
            }

            // A leader does not remove itself: it makes way, and the next one removes it.
            assertThat(refusal(cluster, leader, 0, leader)).isEqualTo("NOT_METADATA_LEADER");
            await().atMost(20, TimeUnit.SECONDS).until(() -> cluster.hasLeader() && cluster.leader() != leader);
            assertThat(change(cluster, cluster.leader(), 0, leader).getVotersCount())
                    .isEqualTo(3);

            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> cluster.node(leader).voters().isUnknown());
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> !cluster.node(leader).mayVote());
            assertThat(cluster.fatal).isEmpty();
        }
    }

    @Test
    void shouldEndTheVoteOfOneThatWasRemovedWhileItWasDown() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int gone = cluster.follower();
            cluster.kill(gone);
            change(cluster, cluster.leader(), 0, gone);

            MetadataNode node = cluster.start(gone);
            node.running().orTimeout(20, TimeUnit.SECONDS).join();
            await().atMost(5, TimeUnit.SECONDS).until(() -> {
                node.onVoters(cluster.node(cluster.leader()).voters());
                return Files.isDirectory(directory.resolve("voter-" + gone).resolve("raft-left"));
            });
            assertThat(node.voters().isUnknown()).isTrue();

            cluster.kill(gone);
            MetadataNode again = cluster.start(gone);
            again.running().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(again.voters().isUnknown()).isTrue();
            assertThat(cluster.fatal).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsUnsafeOrImpossible() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int dead = cluster.follower();
            int voting = other(cluster, dead);
            try (SessionProbe silent = new SessionProbe(cluster, 9).open(cluster.leader());
                    SessionProbe voter = registered(cluster, voting)) {
                silent.awaitActiveAnywhere();
                voter.awaitActiveAnywhere();
                assertThat(refusal(cluster, 8, 0)).isEqualTo("BROKER_NOT_FOUND");
                assertThat(refusal(cluster, voting, 0)).isEqualTo("ALREADY_VOTER");
                assertThat(refusal(cluster, voting, voting)).isEqualTo("ALREADY_VOTER");
                assertThat(refusal(cluster, 0, 9)).isEqualTo("NOT_A_VOTER");
                assertThat(refusal(cluster, 0, 0)).isEqualTo("INVALID_REQUEST");
                silent.beat();
                assertThat(refusal(cluster, 9, 0)).isEqualTo("VOTER_UNREACHABLE");
            }
            cluster.kill(dead);
            await().atMost(20, TimeUnit.SECONDS).until(() -> silentVoters(cluster, cluster.leader()) == 1);

            assertThat(refusal(cluster, 0, voting)).isEqualTo("WOULD_LOSE_QUORUM");
            assertThat(change(cluster, cluster.leader(), 0, dead).getVotersCount())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldNotRemoveABrokerAsLongAsItVotes() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int voting = cluster.follower();
            try (SessionProbe broker = registered(cluster, voting)) {
                broker.awaitActiveAnywhere();
                BrokerId id = new BrokerId(voting);
                BrokerIdentity life = Objects.requireNonNull(
                                cluster.node(cluster.leader()).image().broker(id))
                        .identity();
                assertThat(propose(cluster, new Command.DrainBroker(id, true)).accepted())
                        .isTrue();

                assertThat(propose(cluster, new Command.RemoveBroker(life)))
                        .isInstanceOfSatisfying(
                                CommandReply.Rejected.class,
                                refused -> assertThat(refused.reason()).isEqualTo(RejectionReason.BROKER_IN_USE));

                change(cluster, cluster.leader(), 0, voting);
                assertThat(propose(cluster, new Command.RemoveBroker(life)).accepted())
                        .isTrue();
                assertThat(cluster.node(cluster.leader()).image().broker(id)).isNull();
            }
        }
    }

    private static CommandReply propose(MetadataCluster cluster, Command command) {
        ProposeRequest request = ProposeRequest.newBuilder()
                .setCommand(CommandCodec.toProto(command))
                .build();
        return call(
                cluster,
                cluster.leader(),
                stub -> ReplyCodec.decode(stub.propose(request).getReply()));
    }

    private static long silentVoters(MetadataCluster cluster, int leader) {
        return call(cluster, leader, stub -> stub.listVoters(DescribeVotersRequest.getDefaultInstance()))
                .getVotersList()
                .stream()
                .filter(voter -> !voter.getLive())
                .count();
    }

    private static SessionProbe registered(MetadataCluster cluster, int id) throws IOException {
        return new SessionProbe(cluster, id, cluster.peerPort(id)).open(cluster.leader());
    }

    private static String peerId(MetadataCluster cluster, int id) {
        VoterPeer peer = cluster.node(cluster.leader()).voters().ofBroker(id);
        return peer == null ? "" : peer.peerId();
    }

    private static DescribeVotersResponse change(MetadataCluster cluster, int voter, int add, int remove) {
        return call(
                cluster,
                voter,
                stub -> stub.proposeVoters(ChangeVotersRequest.newBuilder()
                                .setAddBroker(add)
                                .setRemoveBroker(remove)
                                .build())
                        .getVoters());
    }

    /** Asks whoever leads, until it is the leader that answers. */
    private static String refusal(MetadataCluster cluster, int add, int remove) {
        return await().atMost(60, TimeUnit.SECONDS)
                .until(
                        () -> refusal(cluster, cluster.leader(), add, remove),
                        reason -> !reason.equals("NOT_METADATA_LEADER"));
    }

    private static String refusal(MetadataCluster cluster, int voter, int add, int remove) {
        try {
            return "changed to " + change(cluster, voter, add, remove);
        } catch (StatusRuntimeException e) {
            return SessionProbe.reason(e).getReason();
        }
    }

    private static <T> T call(MetadataCluster cluster, int voter, Function<MetadataServiceBlockingStub, T> call) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", cluster.peerPort(voter))
                .usePlaintext()
                .build();
        try {
            return call.apply(MetadataServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS));
        } finally {
            channel.shutdownNow();
        }
    }
}

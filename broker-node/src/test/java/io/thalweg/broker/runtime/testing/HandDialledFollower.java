package io.thalweg.broker.runtime.testing;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.peer.PeerSettings;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.proto.v1.Credit;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Follow;
import io.thalweg.proto.v1.FollowerMessage;
import io.thalweg.proto.v1.Hello;
import io.thalweg.proto.v1.Lane;
import io.thalweg.proto.v1.LeaderMessage;
import io.thalweg.proto.v1.ReplicationServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** One lane of a follower that does only what a test tells it to: it grants credit or does not. */
public final class HandDialledFollower implements AutoCloseable {
    private final List<LeaderMessage> received = new CopyOnWriteArrayList<>();
    private final ManagedChannel channel;
    private final StreamObserver<FollowerMessage> requests;

    public HandDialledFollower(LocalBroker leader, UUID cluster, BrokerIdentity self, Lane lane) {
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), leader.port()))
                .usePlaintext()
                .maxInboundMessageSize(PeerSettings.MAX_MESSAGE_BYTES)
                .build();
        requests = ReplicationServiceGrpc.newStub(channel).sync(new StreamObserver<>() {
            @Override
            public void onNext(LeaderMessage message) {
                received.add(message);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        send(FollowerMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setClusterId(cluster.toString())
                        .setBrokerId(self.id().value())
                        .setBrokerEpoch(self.epoch().value())
                        .setProtocol(PeerSettings.PROTOCOL)
                        .setLane(lane)));
    }

    /** Whether the leader welcomed it; before that nothing may be said. */
    public boolean welcomed() {
        return received.stream().anyMatch(LeaderMessage::hasWelcome);
    }

    /** Follows with an empty log. */
    public void followFromTheStart(Partition partition, long attempt) {
        send(FollowerMessage.newBuilder()
                .setFollow(Follow.newBuilder()
                        .setSlot(partition.uid().value())
                        .setTopicId(ByteString.copyFrom(partition.id().topic().toBytes()))
                        .setPartition(partition.id().index())
                        .setLeaderEpoch(partition.leaderEpoch().value())
                        .setAttempt(attempt)));
    }

    /** Lets the leader send so many bytes more. */
    public void grant(long bytes) {
        send(FollowerMessage.newBuilder().setCredit(Credit.newBuilder().setBytes(bytes)));
    }

    /** What came so far, in order. */
    public List<LeaderMessage> received() {
        return received;
    }

    /** Bytes of batches that came so far. */
    public long dataBytes() {
        return data().stream().mapToLong(data -> data.getBatches().size()).sum();
    }

    /** Data that came so far, in order. */
    public List<Data> data() {
        return received.stream()
                .flatMap(message -> message.getPush().getDataList().stream())
                .toList();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private void send(FollowerMessage.Builder message) {
        requests.onNext(message.build());
    }
}

package io.thalweg.metadata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.EvidenceCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.proto.v1.Beat;
import io.thalweg.proto.v1.BeatAnswer;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.EvidenceReport;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.ListenerEndpoint;
import io.thalweg.proto.v1.MetadataServiceGrpc;
import io.thalweg.proto.v1.OpenSession;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.RegisterBroker;
import io.thalweg.proto.v1.RestartKind;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A broker as the metadata leader sees it: a listening port, a session stream, an image made from the feed. */
final class SessionProbe implements AutoCloseable {

    private final MetadataCluster cluster;
    private final int brokerId;
    private final UUID incarnation;
    private final ServerSocket peerPort;
    private final int advertised;
    private @Nullable ManagedChannel channel;
    private @Nullable StreamObserver<SessionRequest> requests;
    private ByteString chunks = ByteString.EMPTY;
    private volatile long epoch;
    private volatile @Nullable ClusterImage image;
    private volatile @Nullable BeatAnswer answer;
    private volatile @Nullable Throwable ended;

    SessionProbe(MetadataCluster cluster, int brokerId) throws IOException {
        this.cluster = cluster;
        this.brokerId = brokerId;
        this.incarnation = new UUID(brokerId, System.nanoTime());
        this.peerPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.advertised = peerPort.getLocalPort();
    }

    /** The broker of one of the nodes. */
    SessionProbe(MetadataCluster cluster, int brokerId, int advertised) throws IOException {
        this.cluster = cluster;
        this.brokerId = brokerId;
        this.incarnation = new UUID(brokerId, System.nanoTime());
        this.peerPort = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.advertised = advertised;
    }

    /** Opens a session with that voter; begins with the image that this broker has. */
    SessionProbe open(int voter) {
        return open(voter, cluster.clusterId.toString());
    }

    SessionProbe open(int voter, String clusterId) {
        ended = null;
        ManagedChannel opened = NettyChannelBuilder.forAddress("127.0.0.1", cluster.peerPort(voter))
                .usePlaintext()
                .build();
        channel = opened;
        StreamObserver<SessionRequest> out = MetadataServiceGrpc.newStub(opened).session(new Events());
        requests = out;
        ClusterImage held = image;
        out.onNext(SessionRequest.newBuilder()
                .setOpen(OpenSession.newBuilder()
                        .setClusterId(clusterId)
                        .setImageIndex(held == null ? 0 : held.index())
                        .setRegistration(registration()))
                .build());
        return this;
    }

    private RegisterBroker registration() {
        return RegisterBroker.newBuilder()
                .setBrokerId(brokerId)
                .setIncarnation(incarnation.toString())
                .setStorageId(new UUID(0, brokerId).toString())
                .setRestartKind(RestartKind.RESTART_KIND_CLEAN)
                .addListeners(ListenerEndpoint.newBuilder()
                        .setName("peer")
                        .setHost("127.0.0.1")
                        .setPort(advertised))
                .build();
    }

    /** Beats until the condition holds for the image of this broker. */
    ClusterImage awaitImage(Predicate<ClusterImage> condition) {
        await().atMost(15, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> {
                    beat();
                    ClusterImage current = image;
                    return current != null && condition.test(current);
                });
        ClusterImage current = image;
        assertThat(current).isNotNull();
        return current;
    }

    /** As {@link #awaitActive}, with whoever leads: on a busy machine the leader changes now and then. */
    void awaitActiveAnywhere() {
        await().atMost(60, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> {
                    if (ended != null) {
                        breakStream();
                        open(cluster.leader());
                    }
                    beat();
                    ClusterImage current = image;
                    return current != null && active(current, brokerId);
                });
    }

    ClusterImage awaitActive() {
        return awaitImage(current -> active(current, brokerId));
    }

    static boolean active(ClusterImage image, int brokerId) {
        Broker broker = image.broker(new BrokerId(brokerId));
        return broker != null && broker.active();
    }

    void beat() {
        StreamObserver<SessionRequest> out = requests;
        ClusterImage held = image;
        if (out != null && epoch > 0 && ended == null) {
            out.onNext(SessionRequest.newBuilder()
                    .setBeat(Beat.newBuilder()
                            .setBrokerEpoch(epoch)
                            .setImageIndex(held == null ? 0 : held.index())
                            .setSentNanos(System.nanoTime()))
                    .build());
        }
    }

    long epoch() {
        return epoch;
    }

    boolean leased() {
        BeatAnswer last = answer;
        return last != null && last.getLease();
    }

    /** Waits for the end of the stream and gives its reason. */
    ErrorInfo awaitEnd() {
        await().atMost(15, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> ended != null);
        return reason(ended);
    }

    static ErrorInfo reason(@Nullable Throwable failure) {
        com.google.rpc.Status status = failure == null ? null : StatusProto.fromThrowable(failure);
        try {
            assertThat(status).as("status of %s", failure).isNotNull();
            assertThat(status.getDetailsCount()).as("details of %s", failure).isEqualTo(1);
            return status.getDetails(0).unpack(ErrorInfo.class);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    static ProposeResponse propose(MetadataCluster cluster, int voter, ProposeRequest request) {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", cluster.peerPort(voter))
                .usePlaintext()
                .build();
        try {
            return MetadataServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(15, TimeUnit.SECONDS)
                    .propose(request);
        } finally {
            channel.shutdownNow();
        }
    }

    /** Says farewell: the process is about to stop. */
    void leave() {
        StreamObserver<SessionRequest> out = requests;
        if (out != null) {
            out.onCompleted();
        }
    }

    boolean ended() {
        return ended != null;
    }

    /** Breaks the stream; the process lives on. */
    void breakStream() {
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    /** The process is gone: stream and port. */
    void die() throws IOException {
        peerPort.close();
        breakStream();
    }

    @Override
    public void close() throws IOException {
        die();
    }

    private final class Events implements StreamObserver<SessionEvent> {

        @Override
        public void onNext(SessionEvent event) {
            switch (event.getEventCase()) {
                case OPENED -> epoch = event.getOpened().getBrokerEpoch();
                case IMAGE -> {
                    chunks = chunks.concat(event.getImage().getChunk());
                    if (event.getImage().getLast()) {
                        image = decoded(chunks);
                        chunks = ByteString.EMPTY;
                    }
                }
                case ENTRIES -> event.getEntries().getEntriesList().forEach(this::apply);
                case BEAT -> answer = event.getBeat();
                case QUESTION -> answer(event.getQuestion());
                case EVENT_NOT_SET -> throw new AssertionError("an empty event");
            }
        }

        /** An empty log of this life; every partition here stands still. */
        private void answer(EvidenceQuestion question) {
            EvidenceReport.Builder report = EvidenceReport.newBuilder().setBrokerEpoch(epoch);
            BrokerIdentity self = new BrokerIdentity(new BrokerId(brokerId), new BrokerEpoch(epoch));
            question.getPartitionsList()
                    .forEach(asked -> report.addPartitions(EvidenceCodec.toProto(
                            new PartitionUid(asked.getPartitionUid()),
                            new LeaderEpoch(asked.getLeaderEpoch()),
                            new RecoveryEvidence(self, 0, 0, 0, 0, false))));
            StreamObserver<SessionRequest> out = requests;
            if (out != null) {
                out.onNext(SessionRequest.newBuilder().setEvidence(report).build());
            }
        }

        private void apply(FeedEntry entry) {
            ClusterImage before = image;
            assertThat(before).as("image before entry %s", entry.getIndex()).isNotNull();
            image = CommandApply.apply(before, CommandCodec.decode(entry.getCommand()), entry.getIndex())
                    .image();
        }

        private ClusterImage decoded(ByteString bytes) {
            try {
                return ImageCodec.decode(bytes.toByteArray());
            } catch (MalformedImageException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void onError(Throwable cause) {
            ended = cause;
        }

        @Override
        public void onCompleted() {
            ended = new IllegalStateException("completed");
        }
    }
}

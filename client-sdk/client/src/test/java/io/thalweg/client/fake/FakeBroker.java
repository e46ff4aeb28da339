package io.thalweg.client.fake;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One broker of the fake cluster. */
public final class FakeBroker {
    private final AtomicInteger producerStreams = new AtomicInteger();
    private final FakeCluster cluster;
    private final int id;
    private final int port;
    private final List<StreamObserver<?>> streams = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger appends = new AtomicInteger();
    private volatile ErrorReason refusal = ErrorReason.ERROR_REASON_NOT_ENOUGH_REPLICAS;
    private volatile boolean swallowing;
    private volatile boolean ignoring;
    private Server server;

    FakeBroker(FakeCluster cluster, int id) throws IOException {
        this.cluster = cluster;
        this.id = id;
        this.server = open(0);
        this.port = server.getPort();
    }

    private Server open(int onPort) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", onPort))
                .maxInboundMessageSize(16 << 20)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new FakeClusterService(cluster, this))
                .addService(new FakeProduceService(this))
                .addService(new FakeFetchService(cluster, this))
                .addService(new FakeGroupService(cluster, this))
                .addService(new FakeAdminService(cluster))
                .build()
                .start();
    }

    public int id() {
        return id;
    }

    public int port() {
        return port;
    }

    FakeCluster cluster() {
        return cluster;
    }

    void producerConnected() {
        producerStreams.incrementAndGet();
    }

    /** How many streams of appends were opened here. */
    public int producerStreams() {
        return producerStreams.get();
    }

    void opened(StreamObserver<?> stream) {
        streams.add(stream);
    }

    void ended(StreamObserver<?> stream) {
        streams.remove(stream);
    }

    /** Appends that were accepted, duplicates included. */
    public int appends() {
        return appends.get();
    }

    /** The next appends are refused, without being stored. */
    public void refuseNext(int count, ErrorReason reason) {
        refusal = reason;
        refusals.set(count);
    }

    /** Appends are stored, but no answer is sent. */
    public void swallowAnswers(boolean on) {
        swallowing = on;
    }

    /** Appends are neither stored nor answered. */
    public void ignoreAppends(boolean on) {
        ignoring = on;
    }

    /** Breaks all streams; the server goes on. */
    public void breakStreams() {
        for (StreamObserver<?> stream : List.copyOf(streams)) {
            streams.remove(stream);
            try {
                stream.onError(io.grpc.Status.UNAVAILABLE
                        .withDescription("broken by the test")
                        .asException());
            } catch (IllegalStateException e) {
                streams.remove(stream);
            }
        }
    }

    public void stop() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void restart() throws IOException {
        server = open(port);
    }

    void append(ProduceRequest request, StreamObserver<ProduceResponse> out) {
        if (ignoring) {
            return;
        }
        ProduceResponse.Builder answer = ProduceResponse.newBuilder().setCorrelationId(request.getCorrelationId());
        try {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new Refused(refusal, "refused by the test");
            }
            FakeTopic topic = cluster.topic(request.getTopic(), request.getTopicId());
            FakePartition partition = cluster.led(id, topic, request.getPartition());
            byte[] batch = request.getBatch().toByteArray();
            int limit = Integer.parseInt(topic.toInfo().getConfigOrDefault("max.message.bytes", "1048576"));
            if (batch.length > limit) {
                throw new Refused(ErrorReason.ERROR_REASON_RECORD_TOO_LARGE, batch.length + " bytes");
            }
            answer.setBaseOffset(partition.append(batch)).setLeaderEpoch(partition.leaderEpoch());
            appends.incrementAndGet();
        } catch (Refused e) {
            answer.setError(e.toStatus());
        }
        if (!swallowing) {
            synchronized (out) {
                out.onNext(answer.build());
            }
        }
    }

    static Throwable toFailure(Refused refused) {
        return StatusProto.toStatusException(refused.toStatus());
    }

    static ByteString wrap(byte[] bytes) {
        return ByteString.copyFrom(bytes);
    }
}

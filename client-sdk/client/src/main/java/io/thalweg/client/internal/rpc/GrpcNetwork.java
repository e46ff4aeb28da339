package io.thalweg.client.internal.rpc;

import com.google.protobuf.ByteString;
import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ClientSettings;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.internal.runtime.port.AdminCalls;
import io.thalweg.client.internal.runtime.port.FetchStream;
import io.thalweg.client.internal.runtime.port.GroupCalls;
import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.client.internal.runtime.port.MemberStream;
import io.thalweg.client.internal.runtime.port.MetadataStream;
import io.thalweg.client.internal.runtime.port.Network;
import io.thalweg.client.internal.runtime.port.ProduceCommand;
import io.thalweg.client.internal.runtime.port.ProduceStream;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import io.thalweg.client.internal.runtime.port.ReadCalls;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.GroupServiceGrpc;
import io.thalweg.proto.v1.InitProducerRequest;
import io.thalweg.proto.v1.InitProducerResponse;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.ListOffsetsResponse;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The network on gRPC. */
public final class GrpcNetwork implements Network {
    /** A stream takes more until this many bytes are queued; gRPC's default of 32 KiB is one small batch. */
    private static final int READY_BELOW_BYTES = 1 << 20;
    /** Longest time for one attempt of a small question. */
    private static final long QUESTION_MILLIS = 5_000;

    private final Channels channels;
    private final String clientId;
    private final long questionMillis;
    private final AdminCalls admin;
    private final GroupCalls groups;

    public GrpcNetwork(ClientSettings settings) {
        this.channels = new Channels(settings.clientId());
        this.clientId = settings.clientId();
        long requestMillis = settings.requestTimeout().toMillis();
        this.questionMillis = Math.min(requestMillis, QUESTION_MILLIS);
        this.admin = new GrpcAdminCalls(channels, requestMillis);
        this.groups = new GrpcGroupCalls(channels, questionMillis);
    }

    @Override
    public MetadataStream watch(BrokerAddress broker, MetadataStream.Listener listener) {
        OutStream<MetadataRequest, MetadataUpdate> stream = new OutStream<>(
                update -> listener.onUpdate(ClusterMapping.toUpdate(update)), () -> {}, listener::onClosed);
        ClusterServiceGrpc.newStub(channels.to(broker)).watchMetadata(stream);
        return new MetadataStream() {
            @Override
            public void watch(Collection<String> topics, long atLeastIndex) {
                stream.send(MetadataRequest.newBuilder()
                        .addAllTopics(topics)
                        .setAtLeastIndex(atLeastIndex)
                        .build());
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    @Override
    public ProduceStream produce(BrokerAddress broker, ProduceStream.Listener listener) {
        OutStream<ProduceRequest, ProduceResponse> stream = new OutStream<>(
                answer -> listener.onAnswer(ProduceMapping.toAnswer(answer)), listener::onReady, listener::onClosed);
        ProduceServiceGrpc.newStub(channels.to(broker))
                .withOnReadyThreshold(READY_BELOW_BYTES)
                .produceStream(stream);
        return new ProduceStream() {
            @Override
            public boolean isReady() {
                return stream.isReady();
            }

            @Override
            public void send(ProduceCommand command) {
                stream.send(ProduceMapping.toRequest(command));
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    @Override
    public FetchStream fetch(BrokerAddress broker, FetchStream.Listener listener) {
        return GrpcFetchStream.open(FetchServiceGrpc.newStub(channels.to(broker)), listener);
    }

    @Override
    public MemberStream join(BrokerAddress coordinator, JoinRequest request, MemberStream.Listener listener) {
        return GrpcMemberStream.open(GroupServiceGrpc.newStub(channels.to(coordinator)), clientId, request, listener);
    }

    @Override
    public CompletableFuture<ProducerIdentity> initProducer(BrokerAddress broker) {
        ProduceServiceGrpc.ProduceServiceStub stub = ProduceServiceGrpc.newStub(channels.to(broker))
                .withDeadlineAfter(questionMillis, TimeUnit.MILLISECONDS);
        return UnaryCall.<InitProducerResponse, ProducerIdentity>start(
                answer -> stub.initProducer(InitProducerRequest.getDefaultInstance(), answer),
                identity -> new ProducerIdentity(identity.getProducerId(), identity.getProducerEpoch()));
    }

    @Override
    public ReadCalls reads() {
        return this::listOffset;
    }

    private CompletableFuture<ListedOffset> listOffset(
            BrokerAddress leader, TopicPartition partition, Position position) {
        FetchServiceGrpc.FetchServiceStub stub =
                FetchServiceGrpc.newStub(channels.to(leader)).withDeadlineAfter(questionMillis, TimeUnit.MILLISECONDS);
        ListOffsetsRequest.Builder request = ListOffsetsRequest.newBuilder()
                .setTopic(partition.topic())
                .setTopicId(ByteString.EMPTY)
                .setPartition(partition.partition());
        long given = position.dispatch(new PositionInto(request));
        return UnaryCall.<ListOffsetsResponse, ListedOffset>start(
                answer -> stub.listOffsets(request.build(), answer),
                listed -> new ListedOffset(
                        given >= 0 ? given : listed.getOffset(),
                        listed.getTimeMillis(),
                        listed.getLogStart(),
                        listed.getHighWatermark(),
                        listed.getLogEnd()));
    }

    /** Puts a position into a request; answers with the offset if that is what the position is, else -1. */
    private record PositionInto(ListOffsetsRequest.Builder request) implements Position.Handler<Long> {
        @Override
        public Long onEarliest() {
            request.setEarliest(true);
            return -1L;
        }

        @Override
        public Long onLatest() {
            request.setLatest(true);
            return -1L;
        }

        @Override
        public Long onOffset(long offset) {
            request.setLatest(true);
            return offset;
        }

        @Override
        public Long onTime(Instant time) {
            request.setTimeMillis(time.toEpochMilli());
            return -1L;
        }
    }

    @Override
    public GroupCalls groups() {
        return groups;
    }

    @Override
    public AdminCalls admin() {
        return admin;
    }

    @Override
    public void connectNow(BrokerAddress broker) {
        channels.connectNow(broker);
    }

    @Override
    public void close() {
        channels.close();
    }
}

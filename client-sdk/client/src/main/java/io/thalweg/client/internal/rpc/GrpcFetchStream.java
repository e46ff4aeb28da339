package io.thalweg.client.internal.rpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.runtime.port.FetchStream;
import io.thalweg.client.internal.runtime.port.FetchedData;
import io.thalweg.client.internal.runtime.port.OpenCommand;
import io.thalweg.proto.v1.ClosePartition;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchCredit;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchResponse;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.OpenPartition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A fetch stream on gRPC. The batches are used where protobuf has put them, without another copy. */
final class GrpcFetchStream implements FetchStream {
    private final OutStream<FetchCommand, FetchEvent> stream;

    private GrpcFetchStream(OutStream<FetchCommand, FetchEvent> stream) {
        this.stream = stream;
    }

    static FetchStream open(FetchServiceGrpc.FetchServiceStub stub, FetchStream.Listener listener) {
        OutStream<FetchCommand, FetchEvent> stream =
                new OutStream<>(event -> deliver(event, listener), () -> {}, listener::onClosed);
        stub.fetchStream(stream);
        return new GrpcFetchStream(stream);
    }

    private static void deliver(FetchEvent event, FetchStream.Listener listener) {
        switch (event.getEventCase()) {
            case DATA -> listener.onData(toData(event.getSubscription(), event.getData()));
            case ENDED -> {
                BrokerError error = StatusMapper.toError(event.getEnded());
                listener.onEnded(event.getSubscription(), error);
            }
            case EVENT_NOT_SET -> {}
        }
    }

    private static FetchedData toData(int subscription, FetchResponse response) {
        ByteString batches = response.getBatches();
        Window window = new Window();
        try {
            UnsafeByteOperations.unsafeWriteTo(batches, window);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = window.bytes;
        if (bytes == null || window.length != batches.size()) {
            bytes = batches.toByteArray();
            return new FetchedData(subscription, response.getHighWatermark(), bytes, 0, bytes.length);
        }
        return new FetchedData(subscription, response.getHighWatermark(), bytes, window.offset, window.length);
    }

    @Override
    public void open(OpenCommand command) {
        OpenPartition.Builder open = OpenPartition.newBuilder()
                .setSubscription(command.subscription())
                .setTopicId(Ids.toBytes(command.topicId()))
                .setPartition(command.partition())
                .setOffset(command.offset());
        if (command.positionEpoch() >= 0) {
            open.setPositionEpoch(command.positionEpoch());
        }
        stream.send(FetchCommand.newBuilder().setOpen(open).build());
    }

    @Override
    public void stop(int subscription) {
        stream.send(FetchCommand.newBuilder()
                .setClose(ClosePartition.newBuilder().setSubscription(subscription))
                .build());
    }

    @Override
    public void credit(long bytes) {
        stream.send(FetchCommand.newBuilder()
                .setCredit(FetchCredit.newBuilder().setBytes(bytes))
                .build());
    }

    @Override
    public void close() {
        stream.close();
    }

    /** Sees where the bytes of a byte string lie. */
    private static final class Window extends ByteOutput {
        private byte @Nullable [] bytes;
        private int offset;
        private int length;

        @Override
        public void write(byte value) {
            length++;
        }

        @Override
        public void write(byte[] value, int from, int count) {
            writeLazy(value, from, count);
        }

        @Override
        public void writeLazy(byte[] value, int from, int count) {
            bytes = value;
            offset = from;
            length = count;
        }

        @Override
        public void write(ByteBuffer value) {
            writeLazy(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            if (value.hasArray()) {
                writeLazy(value.array(), value.arrayOffset() + value.position(), value.remaining());
            }
        }
    }
}

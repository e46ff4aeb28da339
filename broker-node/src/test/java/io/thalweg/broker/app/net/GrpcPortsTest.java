package io.thalweg.broker.app.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.app.settings.HostPort;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.ListOffsetsResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which threads handle calls. */
@Timeout(30)
final class GrpcPortsTest {

    private final EventLoops loops = new EventLoops("test-net", 1);
    private final ExecutorService pool = Executors.newSingleThreadExecutor(task -> new Thread(task, "test-pool"));
    private final BlockingQueue<String> handlers = new LinkedBlockingQueue<>();
    private Server server;
    private ManagedChannel client;

    @BeforeEach
    void open() throws Exception {
        server = GrpcPorts.open(
                new GrpcPorts.Port(new HostPort("127.0.0.1", 0), 10, 1 << 20, 1 << 20, pool),
                loops,
                List.of(new Fetches()),
                List.of());
        client = ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void close() throws Exception {
        client.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        loops.close();
        pool.shutdownNow();
    }

    /** The thread of the pool that opens the stream may handle what comes while it does so. */
    @Test
    void shouldHandleTheMessagesOfADataStreamWhereTheyWereRead() throws Exception {
        StreamObserver<FetchCommand> stream = FetchServiceGrpc.newStub(client).fetchStream(new Ignored<>());
        String handledBy;
        do {
            stream.onNext(FetchCommand.getDefaultInstance());
            handledBy = handlers.poll(10, TimeUnit.SECONDS);
        } while ("test-pool".equals(handledBy));

        for (int i = 0; i < 100; i++) {
            assertThat(handledBy).startsWith("test-net-");
            stream.onNext(FetchCommand.getDefaultInstance());
            handledBy = handlers.poll(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldHandleOtherCallsOnThePool() throws Exception {
        FetchServiceGrpc.newStub(client).listOffsets(ListOffsetsRequest.getDefaultInstance(), new Ignored<>());

        assertThat(handlers.poll(10, TimeUnit.SECONDS)).isEqualTo("test-pool");
    }

    private final class Fetches extends FetchServiceGrpc.FetchServiceImplBase {

        @Override
        public StreamObserver<FetchCommand> fetchStream(StreamObserver<FetchEvent> events) {
            return new Ignored<>() {
                @Override
                public void onNext(FetchCommand command) {
                    handlers.add(Thread.currentThread().getName());
                }
            };
        }

        @Override
        public void listOffsets(ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> answer) {
            handlers.add(Thread.currentThread().getName());
            answer.onNext(ListOffsetsResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    /** Takes what comes and does nothing with it. */
    private static class Ignored<T> implements StreamObserver<T> {

        @Override
        public void onNext(T message) {}

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {}
    }
}

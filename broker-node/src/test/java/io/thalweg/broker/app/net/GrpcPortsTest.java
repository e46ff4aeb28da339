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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final CompletableFuture<String> thread = new CompletableFuture<>();
    private Server server;
    private ManagedChannel client;

    @BeforeEach
    void open() throws Exception {
        server = GrpcPorts.open(
                new GrpcPorts.Port(new HostPort("127.0.0.1", 0), 10, 1 << 20, pool),
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

    @Test
    void shouldHandleTheMessagesOfADataStreamWhereTheyWereRead() throws Exception {
        FetchServiceGrpc.newStub(client).fetchStream(new Ignored<>()).onNext(FetchCommand.getDefaultInstance());

        assertThat(thread.get()).startsWith("test-net-");
    }

    @Test
    void shouldHandleOtherCallsOnThePool() throws Exception {
        FetchServiceGrpc.newStub(client).listOffsets(ListOffsetsRequest.getDefaultInstance(), new Ignored<>());

        assertThat(thread.get()).isEqualTo("test-pool");
    }

    private final class Fetches extends FetchServiceGrpc.FetchServiceImplBase {

        @Override
        public StreamObserver<FetchCommand> fetchStream(StreamObserver<FetchEvent> events) {
            return new Ignored<>() {
                @Override
                public void onNext(FetchCommand command) {
                    thread.complete(Thread.currentThread().getName());
                }
            };
        }

        @Override
        public void listOffsets(ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> answer) {
            thread.complete(Thread.currentThread().getName());
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

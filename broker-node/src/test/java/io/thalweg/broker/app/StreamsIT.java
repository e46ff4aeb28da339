package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import io.thalweg.proto.v1.ClusterServiceGrpc;
import io.thalweg.proto.v1.DeleteTopicRequest;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchCredit;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.OpenPartition;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import io.thalweg.proto.v1.Record;
import io.thalweg.proto.v1.RecordSet;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three long-lived streams of a client, against one real broker. */
class StreamsIT {

    private static final long LARGE_CREDIT = 1 << 20;

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private RawClient client;
    private ByteString topicId;

    @BeforeEach
    void start() {
        cluster = TestCluster.start(folder, 1);
        client = new RawClient(cluster.channel(1));
        topicId = client.createTopic("orders", 2, 1).getTopicId();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void shouldAnswerEachRequestOnceAndGoOnAfterAFailedOne() throws InterruptedException {
        Inbox<ProduceResponse> answers = new Inbox<>();
        StreamObserver<ProduceRequest> requests =
                ProduceServiceGrpc.newStub(client.channel()).produceStream(answers);

        requests.onNext(request(1, 0, "a"));
        requests.onNext(request(2, 9, "nowhere"));
        requests.onNext(request(3, 0, "b"));
        requests.onCompleted();

        assertThat(List.of(answers.take(), answers.take(), answers.take()))
                .extracting(ProduceResponse::getCorrelationId, ProduceResponse::hasError)
                .containsExactlyInAnyOrder(tuple(1L, false), tuple(2L, true), tuple(3L, false));
        assertThat(client.values("orders", 0, 0)).containsExactly("a", "b");
    }

    @Test
    void shouldPushRecordsAsTheyAreCommitted() throws InterruptedException {
        Inbox<FetchEvent> events = new Inbox<>();
        StreamObserver<FetchCommand> commands =
                FetchServiceGrpc.newStub(client.channel()).fetchStream(events);
        commands.onNext(open(7, 0));
        commands.onNext(credit(LARGE_CREDIT));

        long offset = client.produce("orders", 0, "late").getBaseOffset();

        assertThat(endOfData(events, 7, offset + 1)).isEqualTo(offset + 1);
        commands.onCompleted();
    }

    @Test
    void shouldSendNothingWithoutCredit() throws InterruptedException {
        client.produce("orders", 0, "early");
        Inbox<FetchEvent> events = new Inbox<>();
        StreamObserver<FetchCommand> commands =
                FetchServiceGrpc.newStub(client.channel()).fetchStream(events);
        commands.onNext(open(1, 0));
        commands.onNext(open(1, 0));

        // The second command was answered, so the first was obeyed, yet no data came before the answer.
        assertThat(events.take().hasEnded()).isTrue();
        commands.onNext(credit(1));

        assertThat(events.take().getData().getBatches().isEmpty()).isFalse();
    }

    @Test
    void shouldEndOneSubscriptionAndKeepTheOther() throws InterruptedException {
        Inbox<FetchEvent> events = new Inbox<>();
        StreamObserver<FetchCommand> commands =
                FetchServiceGrpc.newStub(client.channel()).fetchStream(events);
        commands.onNext(open(1, 99));
        commands.onNext(credit(LARGE_CREDIT));
        commands.onNext(open(2, 1));
        client.produce("orders", 1, "x");

        FetchEvent first = events.take();
        while (!first.hasEnded()) {
            first = events.take();
        }

        assertThat(first.getSubscription()).isEqualTo(1);
        client.produce("orders", 1, "y");
        assertThat(endOfData(events, 2, 3)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldTellTheWatcherOfNewAndDeletedTopics() throws InterruptedException {
        Inbox<MetadataUpdate> updates = new Inbox<>();
        StreamObserver<MetadataRequest> requests =
                ClusterServiceGrpc.newStub(client.channel()).watchMetadata(updates);
        requests.onNext(MetadataRequest.newBuilder().addTopics("more").build());
        assertThat(updates.take().getUnknownTopicsList()).containsExactly("more");

        client.createTopic("more", 1, 1);
        MetadataUpdate created = updates.takeUntil(update -> update.getTopicsCount() > 0);
        client.admin()
                .deleteTopic(DeleteTopicRequest.newBuilder().setName("more").build());
        MetadataUpdate deleted = updates.takeUntil(update -> update.getDeletedTopicsCount() > 0);

        assertThat(created.getTopics(0).getName()).isEqualTo("more");
        assertThat(deleted.getDeletedTopicsList()).containsExactly("more");
        assertThat(deleted.getMetadataIndex()).isGreaterThan(created.getMetadataIndex());
    }

    private static long endOfData(Inbox<FetchEvent> events, int subscription, long wanted) throws InterruptedException {
        long end = 0;
        while (end < wanted) {
            FetchEvent event = events.take();
            if (event.getSubscription() == subscription) {
                byte[] batches = event.getData().getBatches().toByteArray();
                for (RecordBatch batch : RecordBatches.of(ByteBuffer.wrap(batches))) {
                    end = batch.nextOffset();
                }
            }
        }
        return end;
    }

    private FetchCommand open(int subscription, int partition) {
        return FetchCommand.newBuilder()
                .setOpen(OpenPartition.newBuilder()
                        .setSubscription(subscription)
                        .setTopicId(topicId)
                        .setPartition(partition))
                .build();
    }

    private static FetchCommand credit(long bytes) {
        return FetchCommand.newBuilder()
                .setCredit(FetchCredit.newBuilder().setBytes(bytes))
                .build();
    }

    private ProduceRequest request(long correlation, int partition, String value) {
        return ProduceRequest.newBuilder()
                .setCorrelationId(correlation)
                .setTopicId(topicId)
                .setPartition(partition)
                .setRecords(
                        RecordSet.newBuilder().addRecords(Record.newBuilder().setValue(ByteString.copyFromUtf8(value))))
                .build();
    }

    /** Collects what a stream brings. */
    private static final class Inbox<T> implements StreamObserver<T> {

        private static final long SECONDS = 20;

        private final BlockingQueue<T> messages = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            // The test that waits for a message fails.
        }

        @Override
        public void onCompleted() {
            // The stream ended as it should.
        }

        T take() throws InterruptedException {
            T message = messages.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("a message within %d s", SECONDS).isNotNull();
            return Objects.requireNonNull(message);
        }

        T takeUntil(Predicate<T> wanted) throws InterruptedException {
            T message = take();
            while (!wanted.test(message)) {
                message = take();
            }
            return message;
        }
    }
}

package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.stub.StreamObserver;
import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.message.LeaderMessage;
import io.thalweg.broker.replication.message.ResetCause;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.proto.v1.Data;
import io.thalweg.proto.v1.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which messages to a follower wait for others. */
final class AcceptedStreamTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(7);
    private static final PartitionUid FIRST = new PartitionUid(1);
    private static final PartitionUid SECOND = new PartitionUid(2);

    private final List<io.thalweg.proto.v1.LeaderMessage> sent = Collections.synchronizedList(new ArrayList<>());
    private final List<AcceptedStream> holding = new ArrayList<>();
    private final AcceptedStream stream = new AcceptedStream(
            new StreamObserver<>() {
                @Override
                public void onNext(io.thalweg.proto.v1.LeaderMessage message) {
                    sent.add(message);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            },
            new HeardEvents(),
            () -> 0,
            new AcceptedStream.Events((same, hello) -> {}, holding::add, (same, status) -> {}));

    @Test
    void shouldSendTheNewestMarkOfEachPartitionInOneMessage() {
        // given
        stream.send(FIRST, mark(10));
        stream.send(SECOND, mark(20));
        stream.send(FIRST, mark(11));
        assertThat(sent).isEmpty();

        // when
        stream.sendMarks();

        // then
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.getMarks().getMarksList())
                        .extracting(Mark::getSlot, Mark::getHighWatermark)
                        .containsExactlyInAnyOrder(tuple(1, 11L), tuple(2, 20L)));
    }

    @Test
    void shouldAskOnceForEachTimeThatMarksAreSent() {
        stream.send(FIRST, mark(10));
        stream.send(SECOND, mark(20));
        assertThat(holding).hasSize(1);

        stream.sendMarks();
        stream.send(FIRST, mark(11));

        assertThat(holding).hasSize(2);
    }

    @Test
    void shouldDropAMarkThatDataHasOvertakenAndStillAskAgainLater() {
        // given
        stream.send(FIRST, mark(10));

        // when
        stream.send(FIRST, new LeaderMessage.Data(EPOCH, 0, 12, List.of()));
        stream.sendMarks();

        // then
        assertThat(sent).hasSize(1).allMatch(io.thalweg.proto.v1.LeaderMessage::hasPush);
        stream.send(FIRST, mark(13));
        assertThat(holding).hasSize(2);
    }

    @Test
    void shouldSendMarksBeforeWhatFollowsThem() {
        stream.send(FIRST, mark(10));

        stream.send(SECOND, LeaderMessage.Reset.of(EPOCH, ResetCause.NOT_LEADER));

        assertThat(sent)
                .extracting(io.thalweg.proto.v1.LeaderMessage::getMessageCase)
                .containsExactly(
                        io.thalweg.proto.v1.LeaderMessage.MessageCase.MARKS,
                        io.thalweg.proto.v1.LeaderMessage.MessageCase.RESET);
    }

    @Test
    void shouldSendTheDataOfATurnInOneMessage() {
        // given
        stream.send(FIRST, data(1));
        stream.send(SECOND, data(2));
        stream.send(FIRST, data(3));
        assertThat(sent).isEmpty();

        // when
        stream.flush();
        stream.flush();

        // then
        assertThat(sent)
                .singleElement()
                .satisfies(message -> assertThat(message.getPush().getDataList())
                        .extracting(Data::getSlot, Data::getHighWatermark)
                        .containsExactly(tuple(1, 1L), tuple(2, 2L), tuple(1, 3L)));
    }

    @Test
    void shouldNotHoldBackMuchData() {
        // given
        RecordBatch half = ofBytes(AcceptedStream.PUSH_BYTES / 2);

        // when
        stream.send(FIRST, new LeaderMessage.Data(EPOCH, 0, 1, List.of(half)));
        assertThat(sent).isEmpty();
        stream.send(SECOND, new LeaderMessage.Data(EPOCH, 0, 1, List.of(half)));

        // then
        assertThat(sent)
                .singleElement()
                .satisfies(
                        message -> assertThat(message.getPush().getDataList()).hasSize(2));
    }

    @Test
    void shouldSendDataBeforeWhatFollowsItAndBeforeMarksAboutIt() {
        stream.send(FIRST, data(5));
        stream.send(FIRST, mark(5));

        stream.send(FIRST, LeaderMessage.Reset.of(EPOCH, ResetCause.NOT_LEADER));

        assertThat(sent)
                .extracting(io.thalweg.proto.v1.LeaderMessage::getMessageCase)
                .containsExactly(
                        io.thalweg.proto.v1.LeaderMessage.MessageCase.PUSH,
                        io.thalweg.proto.v1.LeaderMessage.MessageCase.MARKS,
                        io.thalweg.proto.v1.LeaderMessage.MessageCase.RESET);
    }

    @Test
    void shouldKeepTheOrderOfAPartitionWhenSeveralLoopsFlush() throws InterruptedException {
        // given
        int count = 20_000;
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> otherLoops = Stream.generate(() -> new Thread(() -> {
                    while (!over.get()) {
                        stream.flush();
                    }
                }))
                .limit(4)
                .toList();
        otherLoops.forEach(Thread::start);

        // when
        for (int end = 1; end <= count; end++) {
            stream.send(FIRST, data(end));
            stream.flush();
        }
        over.set(true);
        for (Thread loop : otherLoops) {
            loop.join();
        }

        // then
        assertThat(sent.stream()
                        .flatMap(message -> message.getPush().getDataList().stream())
                        .map(Data::getHighWatermark))
                .hasSize(count)
                .isSorted();
    }

    private static LeaderMessage data(long highWatermark) {
        return new LeaderMessage.Data(EPOCH, 0, highWatermark, List.of());
    }

    private static RecordBatch ofBytes(int bytes) {
        return new BatchBuilder(new BatchSeed(7, 7, 0))
                .add(new byte[0], new byte[bytes], 5)
                .build();
    }

    private static LeaderMessage mark(long highWatermark) {
        return new LeaderMessage.Mark(EPOCH, 0, highWatermark);
    }
}

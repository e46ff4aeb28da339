package io.thalweg.broker.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.runtime.link.RuntimeListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PartitionLoopTest {
    private static final LoopSettings SETTINGS = new LoopSettings(1, 100, 1 << 20, 100, 1 << 20, 50);

    private final MemoryLogStore store = new MemoryLogStore();
    private final List<String> happened = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> fatal = new AtomicReference<>();
    private final LoopGroup loops = new LoopGroup(
            SETTINGS,
            new LoopClock(() -> 0, System::nanoTime),
            store,
            new LoopEvents(RuntimeListener.NONE, () -> {}, () -> happened.add("end of turn"), fatal::set));

    @AfterEach
    void stop() throws InterruptedException {
        loops.stop();
    }

    @Test
    void shouldDecideThenWriteOnceThenActThenSync() throws Exception {
        // given
        PartitionLoop loop = loops.of(0);
        CountDownLatch synced = new CountDownLatch(2);
        loop.post(turn -> decide(turn, new Recorder("first", 1, loop, true, synced)));
        loop.post(turn -> decide(turn, new Recorder("second", 2, loop, true, synced)));

        // when
        loops.start();

        // then
        assertThat(synced.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(happened)
                .containsSubsequence(
                        "first decides",
                        "second decides",
                        "first acts on write 1",
                        "second acts on write 1",
                        "end of turn",
                        "first is durable",
                        "second is durable");
        assertThat(store.unsyncedWrites()).isZero();
    }

    @Test
    void shouldSyncLaterWhatNobodyWaitsFor() throws Exception {
        // given
        PartitionLoop loop = loops.of(0);
        CountDownLatch synced = new CountDownLatch(1);
        loop.post(turn -> decide(turn, new Recorder("patient", 1, loop, false, synced)));
        long began = System.nanoTime();

        // when
        loops.start();

        // then
        assertThat(synced.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(System.nanoTime() - began).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
        assertThat(store.unsyncedWrites()).isZero();
    }

    @Test
    void shouldWriteAgainWhatAnActionAsksForInTheSameTurn() throws Exception {
        // given
        CompletableFuture<Long> secondWrite = new CompletableFuture<>();
        TurnMember late = new TurnMember() {
            private boolean asked;

            @Override
            public void afterWrite(Turn turn) {
                if (asked) {
                    secondWrite.complete(turn.writtenSequence());
                } else {
                    asked = true;
                    turn.changes().create(new LogId(2), new BatchSeed(0, 0, 2));
                    turn.touch(this);
                }
            }

            @Override
            public void onSynced(Turn turn, long sequence) {}

            @Override
            public Next onTick(Turn turn) {
                return Next.LATER;
            }
        };
        loops.of(0).post(turn -> {
            turn.changes().create(new LogId(1), new BatchSeed(0, 0, 1));
            turn.touch(late);
        });

        // when
        loops.start();

        // then
        assertThat(secondWrite.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void shouldHaltOnAStorageFault() throws Exception {
        // given
        store.failFromNowOn();
        loops.of(0).post(turn -> turn.changes().create(new LogId(1), new BatchSeed(0, 0, 1)));

        // when
        loops.start();
        loops.stop();

        // then
        assertThat(fatal.get()).isInstanceOf(io.thalweg.broker.log.StorageFault.class);
    }

    @Test
    void shouldTellEachMemberTheTimeAsOftenAsItAsks() throws Exception {
        // given
        LoopSettings fast = new LoopSettings(1, 100, 1 << 20, 100, 1 << 20, 1);
        LoopGroup ticking = new LoopGroup(
                fast,
                new LoopClock(() -> 0, System::nanoTime),
                store,
                new LoopEvents(RuntimeListener.NONE, () -> {}, () -> {}, fatal::set));
        AtomicLong ticks = new AtomicLong();
        List<Long> often = new CopyOnWriteArrayList<>();
        List<Long> seldom = new CopyOnWriteArrayList<>();
        List<Long> touched = new CopyOnWriteArrayList<>();
        List<Long> hurried = new CopyOnWriteArrayList<>();
        CountDownLatch enough = new CountDownLatch(4);
        PartitionLoop loop = ticking.of(0);
        TurnMember inATurn = new Ticked(TurnMember.Next.LATER, turn -> touched.add(ticks.get()));
        TurnMember inAHurry = new Ticked(TurnMember.Next.LATER, turn -> hurried.add(ticks.get()));
        loop.post(begin -> {
            loop.add(new Ticked(TurnMember.Next.AT_ONCE, turn -> {
                if (ticks.incrementAndGet() == 5) {
                    turn.touch(inATurn);
                    loop.hurry(inAHurry);
                }
            }));
            loop.add(new Ticked(TurnMember.Next.SOON, turn -> often.add(ticks.get())));
            loop.add(new Ticked(TurnMember.Next.LATER, turn -> {
                seldom.add(ticks.get());
                enough.countDown();
            }));
            loop.add(inATurn);
            loop.add(inAHurry);
        });

        // when
        ticking.start();
        assertThat(enough.await(10, TimeUnit.SECONDS)).isTrue();
        ticking.stop();

        // then
        assertThat(often).startsWith(1L, 4L, 8L, 12L, 13L, 16L, 20L, 24L);
        assertThat(seldom).startsWith(1L, 2L, 14L, 26L);
        assertThat(touched).startsWith(1L, 3L, 8L, 15L);
        assertThat(hurried).as("told of the sixth tick first").startsWith(1L, 4L, 5L, 16L);
    }

    private record Ticked(Next wish, Consumer<Turn> onTick) implements TurnMember {
        @Override
        public void afterWrite(Turn turn) {}

        @Override
        public void onSynced(Turn turn, long sequence) {}

        @Override
        public Next onTick(Turn turn) {
            onTick.accept(turn);
            return wish;
        }
    }

    private void decide(Turn turn, Recorder member) {
        happened.add(member.name + " decides");
        turn.changes().create(new LogId(member.log), new BatchSeed(0, 0, member.log));
        turn.touch(member);
    }

    private final class Recorder implements TurnMember {
        private final String name;
        private final int log;
        private final PartitionLoop loop;
        private final boolean urgent;
        private final CountDownLatch synced;

        Recorder(String name, int log, PartitionLoop loop, boolean urgent, CountDownLatch synced) {
            this.name = name;
            this.log = log;
            this.loop = loop;
            this.urgent = urgent;
            this.synced = synced;
        }

        @Override
        public void afterWrite(Turn turn) {
            happened.add(name + " acts on write " + store.writtenSequence());
            loop.awaitSync(this, urgent);
        }

        @Override
        public void onSynced(Turn turn, long sequence) {
            happened.add(name + " is durable");
            synced.countDown();
        }

        @Override
        public Next onTick(Turn turn) {
            return Next.LATER;
        }
    }
}

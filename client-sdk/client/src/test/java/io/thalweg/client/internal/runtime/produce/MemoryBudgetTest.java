package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MemoryBudgetTest {
    private static final long NO_END = TimeUnit.SECONDS.toNanos(20);

    private final MemoryBudget budget = new MemoryBudget(100, 100);

    private CompletableFuture<Boolean> waitingFor(long bytes) {
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> budget.reserve(bytes, NO_END));
        Awaitility.await().until(() -> budget.waiting() == 1);
        return waiting;
    }

    @Test
    void shouldNeverGiveMoreThanTheLimit() {
        assertThat(budget.reserve(60, 0)).isTrue();
        assertThat(budget.reserve(41, 0)).isFalse();
        assertThat(budget.reserve(40, 0)).isTrue();
        budget.release(60);
        assertThat(budget.used()).isEqualTo(40);
    }

    @Test
    void shouldWaitForRoom() throws Exception {
        assertThat(budget.reserve(100, 0)).isTrue();
        CompletableFuture<Boolean> waiting = waitingFor(50);
        budget.release(100);

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A leader that stands still may hold nearly all of it; what the others need goes round in the rest. */
    @Test
    void shouldGoOnInTheRestWhileMostIsHeld() throws Exception {
        assertThat(budget.reserve(100, 0)).isTrue();
        CompletableFuture<Boolean> waiting = waitingFor(5);

        budget.release(5);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldGiveUpAfterTheWait() {
        assertThat(budget.reserve(100, 0)).isTrue();
        assertThat(budget.reserve(1, TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    }

    @Test
    void shouldLetWaitersGoWhenClosed() throws Exception {
        assertThat(budget.reserve(100, 0)).isTrue();
        CompletableFuture<Boolean> waiting = waitingFor(50);
        budget.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void shouldKeepToAPaceWhoMayWait() throws Exception {
        budget.keepTo(50);
        assertThat(budget.reserve(60, 1))
                .as("more than the pace, but nothing was held")
                .isTrue();
        CompletableFuture<Boolean> waiting = waitingFor(10);
        assertThat(waiting).isNotDone();

        budget.release(20);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(budget.used()).isEqualTo(50);
    }

    @Test
    void shouldLetWaitersGoWhenThePaceGrows() throws Exception {
        budget.keepTo(50);
        assertThat(budget.reserve(50, 1)).isTrue();
        CompletableFuture<Boolean> waiting = waitingFor(10);

        budget.keepTo(51);
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }

    /** The pace makes sends later, but only the limit makes them fail. */
    @Test
    void shouldNeverFailBecauseOfThePace() {
        budget.keepTo(50);
        assertThat(budget.reserve(90, 0)).isTrue();
        assertThat(budget.reserve(4, 0)).as("may not wait").isTrue();
        assertThat(budget.reserve(5, TimeUnit.MILLISECONDS.toNanos(20)))
                .as("has waited")
                .isTrue();
        assertThat(budget.reserve(2, TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    }

    @Test
    void shouldNotFailAnInterruptedThreadBecauseOfThePace() {
        budget.keepTo(50);
        assertThat(budget.reserve(60, 1)).isTrue();
        Thread.currentThread().interrupt();
        try {
            assertThat(budget.reserve(10, NO_END)).isTrue();
            assertThat(budget.reserve(40, NO_END)).as("beyond the limit").isFalse();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

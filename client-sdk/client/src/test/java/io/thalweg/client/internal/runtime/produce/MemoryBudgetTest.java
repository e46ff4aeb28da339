package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MemoryBudgetTest {
    private static final long NO_END = TimeUnit.SECONDS.toNanos(20);

    private final MemoryBudget budget = new MemoryBudget(100);

    private CompletableFuture<Boolean> waiting() {
        return CompletableFuture.supplyAsync(() -> budget.reserve(50, TimeUnit.SECONDS.toNanos(20)));
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
        CompletableFuture<Boolean> waiting = waiting();
        budget.release(100);

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldWakeWhoWaitsOnlyWhenAnEighthIsFree() throws Exception {
        assertThat(budget.reserve(100, 0)).isTrue();
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> budget.reserve(1, NO_END));
        Awaitility.await().until(() -> budget.waiting() == 1);

        budget.release(11);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> budget.used() == 89);
        budget.release(1);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(budget.used()).isEqualTo(89);
    }

    @Test
    void shouldGiveUpAfterTheWait() {
        assertThat(budget.reserve(100, 0)).isTrue();
        assertThat(budget.reserve(1, TimeUnit.MILLISECONDS.toNanos(20))).isFalse();
    }

    @Test
    void shouldLetWaitersGoWhenClosed() throws Exception {
        assertThat(budget.reserve(100, 0)).isTrue();
        CompletableFuture<Boolean> waiting = waiting();
        budget.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    }
}

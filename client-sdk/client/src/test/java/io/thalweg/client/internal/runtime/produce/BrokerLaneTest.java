package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.runtime.cluster.Loop;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BrokerLaneTest {

    private final UnreachedBroker broker = new UnreachedBroker();
    private final Loop loop = new Loop("lane-test");
    private final BrokerLane lane = new BrokerLane(UnreachedBroker.ADDRESS, broker, loop, System::nanoTime);

    @BeforeEach
    void prepare() {
        onLoop(lane::prepare);
    }

    @AfterEach
    void stop() {
        loop.stop(() -> {});
    }

    @Test
    void shouldOpenOneStreamBeforeItIsNeeded() {
        onLoop(lane::prepare);
        assertThat(broker.opened()).hasSize(1);
    }

    @Test
    void shouldNotHurryAfterAFailedAttempt() {
        broker.opened().get(0).onClosed(new BrokerError(ErrorReason.UNREACHABLE, "nobody listens", Map.of()));
        onLoop(lane::prepare);
        assertThat(broker.opened()).hasSize(1);
    }

    @Test
    void shouldOpenNothingOnceClosed() {
        onLoop(lane::close);
        onLoop(lane::prepare);
        assertThat(broker.opened()).hasSize(1);
    }

    /** Returns when the loop has done this and all that it was given before. */
    private void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            task.run();
            done.complete(null);
        });
        done.join();
    }
}

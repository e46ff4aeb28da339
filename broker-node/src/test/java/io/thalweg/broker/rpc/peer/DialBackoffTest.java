package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DialBackoffTest {
    private static final long MILLIS = 1_000_000L;

    private final DialBackoff backoff = new DialBackoff(Duration.ofMillis(50), Duration.ofMillis(300));

    @Test
    void shouldDoubleTheWaitUpToTheLongest() {
        assertThat(attempt(0)).isEqualTo(50 * MILLIS);
        assertThat(attempt(0)).isEqualTo(100 * MILLIS);
        assertThat(attempt(0)).isEqualTo(200 * MILLIS);
        assertThat(attempt(0)).isEqualTo(300 * MILLIS);
        assertThat(attempt(0)).isEqualTo(300 * MILLIS);
    }

    @Test
    void shouldBeginAnewAfterAStreamThatLived() {
        attempt(0);
        attempt(0);

        assertThat(attempt(301 * MILLIS)).isEqualTo(50 * MILLIS);
    }

    private long attempt(long lifeNanos) {
        backoff.started(1_000);
        return backoff.ended(1_000 + lifeNanos);
    }
}

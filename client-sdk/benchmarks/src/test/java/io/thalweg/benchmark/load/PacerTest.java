package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PacerTest {
    @Test
    void shouldKeepTheRateOverHours() {
        Pacer pacer = new Pacer(5, 3_000);

        assertThat(pacer.due(0)).isEqualTo(5);
        assertThat(pacer.due(3_000L * 7_200)).isEqualTo(5 + TimeUnit.HOURS.toNanos(2));
        assertThat(pacer.due(1)).isEqualTo(5 + 333_333);
    }

    @Test
    void shouldTellWhenALateRecordWasDueAndNotWait() {
        long longAgo = System.nanoTime() - TimeUnit.MINUTES.toNanos(10);
        Pacer pacer = new Pacer(longAgo, 1);

        long due = pacer.await(300);

        assertThat(due).isEqualTo(longAgo + TimeUnit.MINUTES.toNanos(5));
    }

    @Test
    void shouldNotLetARecordGoBeforeItIsDue() {
        Pacer pacer = new Pacer(System.nanoTime(), 100);

        long due = pacer.await(2);

        assertThat(System.nanoTime()).isGreaterThanOrEqualTo(due);
    }
}

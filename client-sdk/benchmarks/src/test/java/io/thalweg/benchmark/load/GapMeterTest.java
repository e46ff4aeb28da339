package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GapMeterTest {
    private static final long MILLI = 1_000_000;

    private final GapMeter meter = new GapMeter(2, 0);

    @Test
    void shouldKeepTheLongestGapOfEachPartition() {
        meter.acknowledged(0, 5 * MILLI);
        meter.acknowledged(0, 30 * MILLI);
        meter.acknowledged(0, 32 * MILLI);
        meter.acknowledged(1, 31 * MILLI);

        assertThat(meter.sortedMillis(33 * MILLI)).containsExactly(25, 31);
    }

    @Test
    void shouldCountAGapThatIsStillOpen() {
        meter.acknowledged(0, 5 * MILLI);

        assertThat(meter.sortedMillis(100 * MILLI)).containsExactly(95, 100);
    }

    @Test
    void shouldForgetGapsThatEndedBeforeTheKill() {
        meter.acknowledged(0, 50 * MILLI);
        meter.acknowledged(1, 50 * MILLI);
        meter.restart();
        meter.acknowledged(0, 52 * MILLI);
        meter.acknowledged(1, 53 * MILLI);

        assertThat(meter.sortedMillis(53 * MILLI)).containsExactly(2, 3);
    }

    @Test
    void shouldNotBeContentBeforeEveryPartitionWasAcknowledged() throws InterruptedException {
        meter.acknowledged(0, 50 * MILLI);

        assertThat(meter.await(40 * MILLI, System.nanoTime())).isFalse();

        meter.acknowledged(1, 60 * MILLI);
        assertThat(meter.await(40 * MILLI, System.nanoTime())).isTrue();
    }
}

package io.thalweg.cli.availability;

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

        assertThat(meter.longestMillis(33 * MILLI)).containsExactly(25, 31);
    }

    @Test
    void shouldCountAGapThatIsStillOpen() {
        meter.acknowledged(0, 5 * MILLI);
        meter.acknowledged(1, 90 * MILLI);

        assertThat(meter.longestMillis(100 * MILLI)).containsExactly(95, 90);
    }

    @Test
    void shouldForgetOnlyWhatIsOverAtARestart() {
        meter.acknowledged(0, 50 * MILLI);
        meter.restart();
        meter.acknowledged(0, 60 * MILLI);

        assertThat(meter.longestMillis(70 * MILLI)).containsExactly(10, 70);
    }
}

package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private static final Offset<Double> A_THOUSANDTH_OF_A_SECOND = within(1.0);

    private final Meter meter = new Meter();

    private void complete(int count, long millis) {
        for (int record = 0; record < count; record++) {
            meter.complete(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    @Test
    void shouldTellTheLatencyThatSoManyPercentDoNotExceed() {
        complete(989, 2);
        complete(10, 50);
        complete(1, 900);

        assertThat(meter.records()).isEqualTo(1_000);
        assertThat(meter.millis(50)).isEqualTo(2, within(0.01));
        assertThat(meter.millis(98.9)).isEqualTo(2, within(0.01));
        assertThat(meter.millis(99)).isEqualTo(50, within(0.05));
        assertThat(meter.millis(99.9)).isEqualTo(50, within(0.05));
        assertThat(meter.millis(100)).isEqualTo(900, A_THOUSANDTH_OF_A_SECOND);
    }

    @Test
    void shouldForgetTheWarmUp() {
        complete(10, 500);
        meter.restart();
        complete(3, 7);

        assertThat(meter.records()).isEqualTo(3);
        assertThat(meter.millis(100)).isEqualTo(7, within(0.01));
    }

    @Test
    void shouldAddUpProducersNotTheirPercentiles() {
        Meter slow = new Meter();
        slow.complete(TimeUnit.MILLISECONDS.toNanos(100));
        complete(99, 1);

        meter.add(slow);

        assertThat(meter.records()).isEqualTo(100);
        assertThat(meter.millis(99)).isEqualTo(1, within(0.01));
        assertThat(meter.millis(100)).isEqualTo(100, within(0.1));
    }

    @Test
    void shouldNotBreakOnLatenciesBeyondItsRange() {
        meter.complete(TimeUnit.HOURS.toNanos(1));

        assertThat(meter.millis(50)).isEqualTo(600_000, within(600.0));
    }
}

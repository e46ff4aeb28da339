package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final long MIB = 1 << 20;

    private final Pace pace = new Pace(0);
    private long now = -5_000 * MILLI;

    /** Batches of a mebibyte, one every so many milliseconds. */
    private void load(int batches, long everyMillis, long delayMillis) {
        for (int i = 0; i < batches; i++) {
            now += everyMillis * MILLI;
            pace.acknowledged(MIB, delayMillis * MILLI, now);
        }
    }

    /** When nothing is being drained. */
    private long limit() {
        return limit(pace);
    }

    private long limit(Pace of) {
        return Math.max(of.limit(now), of.limit(now + 400 * MILLI));
    }

    @Test
    void shouldBeginWithTheLeast() {
        assertThat(limit()).isEqualTo(Pace.LEAST_BYTES);
        load(20, 100, 3);
        assertThat(limit()).as("10 MiB/s").isEqualTo(Pace.LEAST_BYTES);
    }

    @Test
    void shouldAllowWhatIsTakenInTwentyFiveMilliseconds() {
        load(2_000, 1, 3);
        assertThat(limit()).as("1 000 MiB/s").isCloseTo(25 * MIB, Percentage.withPercentage(5));
    }

    /** Far brokers: twice what is on its way then, so that a rate that this very bound keeps down can grow. */
    @Test
    void shouldAllowTwiceTheLeastDelay() {
        load(1, 10, 100);
        load(1_500, 10, 700);
        assertThat(limit()).as("100 MiB/s, 100 ms").isCloseTo(20 * MIB, within(2 * MIB));
    }

    /** A client that begins slowly would else fill its memory, and what fills it would be taken for what brokers need. */
    @Test
    void shouldAllowNoMoreThanIsTakenInAFifthOfASecond() {
        load(1_500, 10, 700);
        assertThat(limit()).as("100 MiB/s, 700 ms").isCloseTo(20 * MIB, within(2 * MIB));
    }

    @Test
    void shouldNotTakeABriefStandstillForAChange() {
        load(2_000, 1, 3);
        now += 1_000 * MILLI;
        assertThat(limit()).isGreaterThan(22 * MIB);
        load(1, 1, 1_000);
        assertThat(limit()).isGreaterThan(22 * MIB);
    }

    @Test
    void shouldForgetTheRateAfterSecondsAndTheDelayAfterAMinute() {
        load(2_000, 1, 3);
        now += 2_100 * MILLI;
        assertThat(limit()).isEqualTo(Pace.LEAST_BYTES);
        load(2_000, 1, 100);
        assertThat(limit()).isCloseTo(25 * MIB, Percentage.withPercentage(5));
        load(61_000, 1, 100);
        assertThat(limit()).isCloseTo(200 * MIB, Percentage.withPercentage(5));
        now += 600_000 * MILLI;
        assertThat(limit()).isEqualTo(Pace.LEAST_BYTES);
    }

    /** Else what waits because of the bound would be taken for what brokers need, and the bound would double every minute. */
    @Test
    void shouldDrainForAMomentEverySixSeconds() {
        load(30_000, 1, 100);
        int drained = 0;
        for (int millis = 0; millis < 6_000; millis += 10) {
            load(10, 1, 100);
            drained += pace.limit(now) == Pace.LEAST_BYTES ? 10 : 0;
        }
        assertThat(drained).isBetween(280, 320);
    }

    @Test
    void shouldTellTheMeanDelayOfTheLastSeconds() {
        assertThat(pace.meanDelayNanos(now)).isZero();
        load(5_000, 1, 500);
        load(1_500, 1, 20);
        load(1_500, 1, 40);
        assertThat(pace.meanDelayNanos(now)).isCloseTo(35 * MILLI, within(2 * MILLI));
        now += 3_000 * MILLI;
        assertThat(pace.meanDelayNanos(now)).isZero();
    }

    @Test
    void shouldAllowMoreForWhatLingers() {
        Pace lingering = new Pace(1_000 * MILLI);
        for (int i = 0; i < 2_000; i++) {
            now += MILLI;
            lingering.acknowledged(MIB / 10, 1_002 * MILLI, now);
        }
        assertThat(limit(lingering))
                .as("100 MiB/s, 1 025 ms")
                .isCloseTo(102 * MIB + MIB / 2, Percentage.withPercentage(1));
    }
}

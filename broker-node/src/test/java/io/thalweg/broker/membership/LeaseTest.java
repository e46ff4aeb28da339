package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long SESSION_MILLIS = 6_000;

    private final Lease lease = Lease.since(millis(1_000), 50_000, SESSION_MILLIS);

    @Test
    void shouldHoldFromTheSendingOfTheBeatUntilWellBeforeTheSessionEnds() {
        assertThat(lease.holds(millis(1_000), 50_000)).isTrue();
        assertThat(lease.holds(millis(5_700), 54_700)).isTrue();
        assertThat(lease.holds(millis(5_800), 54_800)).isFalse();
    }

    @Test
    void shouldEndWhenEitherClockSaysSo() {
        assertThat(lease.holds(millis(1_100), 56_000)).isFalse();
        assertThat(lease.holds(millis(7_000), 50_100)).isFalse();
    }

    @Test
    void shouldEndWhenTheWallClockJumpsBack() {
        assertThat(lease.holds(millis(1_100), 40_000)).isFalse();
    }

    @Test
    void shouldNotHoldWithoutAGrant() {
        assertThat(Lease.NONE.holds(0, 0)).isFalse();
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}

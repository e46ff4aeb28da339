package io.thalweg.broker.runtime.retention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClockGuardTest {
    private static final long HOUR = 60 * 60 * 1_000L;

    private final ClockGuard guard = new ClockGuard(1_000_000_000L, 0);

    @Test
    void shouldFollowSlowDrift() {
        for (int look = 1; look <= 10; look++) {
            assertThat(guard.trusts(1_000_000_000L + look * HOUR, look * HOUR / 2))
                    .isTrue();
        }
    }

    @Test
    void shouldDistrustAClockThatWasSetUntilItIsBack() {
        assertThat(guard.trusts(1_000_000_000L + 3 * HOUR, 1_000)).isFalse();
        assertThat(guard.trusts(1_000_000_000L + 3 * HOUR + 1_000, 2_000)).isFalse();
        assertThat(guard.trusts(1_000_003_000L, 3_000)).isTrue();
    }

    @Test
    void shouldDistrustAClockThatWasSetBack() {
        assertThat(guard.trusts(1_000_000_000L - 2 * HOUR, 1_000)).isFalse();
    }
}

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
        assertThat(lease.holds(millis(5_400), 54_400)).isTrue();
        assertThat(lease.holds(millis(5_500), 54_500)).isFalse();
    }

    @Test
    void shouldEndBeforeTheNextMetadataLeaderFencesWhoWasGrantedItByADeposedOne() {
        long proof = 1_000;
        for (long session : new long[] {2_000, 3_000, 6_000, 60_000}) {
            Lease granted = Lease.since(millis(proof), proof, session);

            assertThat(granted.holds(millis(session * 19 / 20), session * 19 / 20))
                    .isFalse();
        }
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

package io.thalweg.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentBytesTest {
    private static final long SPAN = 3_200;

    @Test
    void shouldNeverSayTooFewAndAtMostAPartTooMany() {
        RecentBytes recent = new RecentBytes(SPAN, 0);

        for (long end = 1; end <= 1_000; end++) {
            recent.appended(end - 1, 10);
            for (long behind = 1; behind <= Math.min(end, SPAN / 10); behind++) {
                assertThat(recent.from(end - behind)).isBetween(behind * 10, behind * 10 + SPAN / 32);
            }
        }
    }

    @Test
    void shouldNotKnowWhatIsOlderThanItsSpan() {
        RecentBytes recent = new RecentBytes(SPAN, 0);

        for (long end = 1; end <= 1_000; end++) {
            recent.appended(end - 1, 10);
        }

        assertThat(recent.from(0)).isEqualTo(RecentBytes.UNKNOWN);
        assertThat(recent.from(1_000 - 400)).isEqualTo(RecentBytes.UNKNOWN);
    }

    @Test
    void shouldNotKnowWhatWasThereBeforeThisLife() {
        RecentBytes recent = new RecentBytes(SPAN, 500);
        recent.appended(500, 10);

        assertThat(recent.from(500)).isEqualTo(10);
        assertThat(recent.from(499)).isEqualTo(RecentBytes.UNKNOWN);
    }

    @Test
    void shouldForgetWhenTheLogIsCut() {
        // given
        RecentBytes recent = new RecentBytes(SPAN, 0);
        recent.appended(0, 10);
        recent.appended(1, 10);

        // when
        recent.endsAt(1);
        recent.appended(1, 30);

        // then
        assertThat(recent.from(1)).isEqualTo(30);
        assertThat(recent.from(0)).isEqualTo(RecentBytes.UNKNOWN);
    }
}

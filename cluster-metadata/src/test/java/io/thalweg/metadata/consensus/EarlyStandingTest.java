package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EarlyStandingTest {
    private static final long TERM = 7;

    private final EarlyStanding standing = new EarlyStanding();

    @Test
    void shouldGiveTheVotersTurnsAfterTheDeadLeader() {
        assertThat(new EarlyStanding().provenDead("1", 0, TERM, 0)).isZero();
        assertThat(new EarlyStanding().provenDead("1", 2, TERM, 0)).isEqualTo(2 * EarlyStanding.TURN_MILLIS);
    }

    @Test
    void shouldStandInTheTermOfTheDeadLeader() {
        standing.provenDead("1", 0, TERM, 0);

        assertThat(standing.stands(true, "1", TERM)).isTrue();
    }

    @Test
    void shouldNotStandOnceSomebodyElseStoodOrLeads() {
        standing.provenDead("1", 1, TERM, 0);

        assertThat(standing.stands(true, null, TERM + 1)).isFalse();
        assertThat(standing.stands(true, "2", TERM + 1)).isFalse();
        assertThat(standing.stands(true, "1", TERM + 1)).isFalse();
        assertThat(standing.stands(false, "1", TERM)).isFalse();
    }

    @Test
    void shouldLeaveALeaderBehindARefusingPortToTheElectionTimeout() {
        standing.provenDead("1", 0, TERM, 0);

        assertThat(standing.provenDead("1", 0, TERM + 1, EarlyStanding.AGAIN_MILLIS - 1))
                .isEqualTo(EarlyStanding.NEVER);
        assertThat(standing.provenDead("2", 0, TERM + 2, EarlyStanding.AGAIN_MILLIS - 1))
                .isZero();
        assertThat(standing.provenDead("1", 0, TERM + 3, EarlyStanding.AGAIN_MILLIS))
                .isZero();
    }
}

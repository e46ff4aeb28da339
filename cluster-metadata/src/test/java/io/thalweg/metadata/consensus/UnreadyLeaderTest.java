package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadyLeaderTest {
    private final UnreadyLeader leader = new UnreadyLeader(1_000);

    @Test
    void shouldStepDownWhenATermIsNotReadyWithinTheLimit() {
        assertThat(leader.mustStepDown(true, false, 5, 0)).isFalse();
        assertThat(leader.mustStepDown(true, false, 5, 999)).isFalse();
        assertThat(leader.mustStepDown(true, false, 5, 1_000)).isTrue();
    }

    @Test
    void shouldAskAgainOnlyAfterAnotherLimit() {
        leader.mustStepDown(true, false, 5, 0);
        leader.mustStepDown(true, false, 5, 1_000);

        assertThat(leader.mustStepDown(true, false, 5, 1_999)).isFalse();
        assertThat(leader.mustStepDown(true, false, 5, 2_000)).isTrue();
    }

    @Test
    void shouldGiveEachTermItsOwnTime() {
        leader.mustStepDown(true, false, 5, 0);

        assertThat(leader.mustStepDown(true, false, 6, 1_500)).isFalse();
    }

    @Test
    void shouldLeaveReadyLeadersAndFollowersAlone() {
        leader.mustStepDown(true, false, 5, 0);

        assertThat(leader.mustStepDown(true, true, 5, 1_500)).isFalse();
        assertThat(leader.mustStepDown(false, false, 5, 9_000)).isFalse();
        assertThat(leader.mustStepDown(true, false, 5, 9_500)).isFalse();
    }
}

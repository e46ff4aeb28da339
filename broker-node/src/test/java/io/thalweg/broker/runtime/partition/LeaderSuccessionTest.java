package io.thalweg.broker.runtime.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.image.Succession;
import io.thalweg.metadata.model.BrokerId;
import org.junit.jupiter.api.Test;

class LeaderSuccessionTest {
    private static final BrokerId TWO = new BrokerId(2);

    private final LeaderSuccession succession = new LeaderSuccession();

    @Test
    void shouldHandOverAtOnceWhileTheBrokerDrains() {
        succession.want(new Succession(TWO, true), 100);

        assertThat(succession.due(100)).isEqualTo(TWO);
        assertThat(succession.due(101)).isEqualTo(TWO);
    }

    @Test
    void shouldWaitUntilThePreferredReplicaHasSettled() {
        succession.want(new Succession(TWO, false), 100);

        assertThat(succession.due(100 + LeaderSuccession.SETTLE_MILLIS - 1)).isNull();
        assertThat(succession.due(100 + LeaderSuccession.SETTLE_MILLIS)).isEqualTo(TWO);
    }

    @Test
    void shouldWaitAgainAfterAnAttempt() {
        succession.want(new Succession(TWO, false), 0);
        succession.due(LeaderSuccession.SETTLE_MILLIS);

        assertThat(succession.due(LeaderSuccession.SETTLE_MILLIS + 1)).isNull();
    }

    @Test
    void shouldStartToWaitAnewWhenTheWishWasGone() {
        succession.want(new Succession(TWO, false), 0);
        succession.want(null, 4_000);
        succession.want(new Succession(TWO, false), 4_500);

        assertThat(succession.isWanted()).isTrue();
        assertThat(succession.due(5_000)).isNull();
    }
}

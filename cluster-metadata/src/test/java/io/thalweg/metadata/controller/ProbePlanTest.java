package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProbePlanTest {

    private final ProbePlan plan = new ProbePlan();
    private final LeaderFixture cluster = new LeaderFixture();
    private final BrokerIdentity identity = cluster.activated(1);
    private final List<Broker> unheard = List.copyOf(cluster.image.brokers());

    @Test
    void shouldProbeAtOnceAndNotTwiceAtATime() {
        assertThat(plan.due(unheard, 0)).isEqualTo(unheard);
        assertThat(plan.due(unheard, 1_000)).isEmpty();
    }

    @Test
    void shouldProbeOftenAtFirstAndSeldomLater() {
        plan.due(unheard, 0);

        plan.answered(identity, 1);
        assertThat(plan.due(unheard, ProbePlan.QUICK_GAP_MILLIS)).isEmpty();
        assertThat(plan.due(unheard, 1 + ProbePlan.QUICK_GAP_MILLIS)).isEqualTo(unheard);
        plan.answered(identity, ProbePlan.QUICK_MILLIS);

        assertThat(plan.due(unheard, ProbePlan.QUICK_MILLIS + ProbePlan.SLOW_GAP_MILLIS - 1))
                .isEmpty();
        assertThat(plan.due(unheard, ProbePlan.QUICK_MILLIS + ProbePlan.SLOW_GAP_MILLIS))
                .isEqualTo(unheard);
    }

    @Test
    void shouldBeginAnewWithABrokerThatWasHeardMeanwhile() {
        plan.due(unheard, 0);

        plan.due(List.of(), 5);

        assertThat(plan.due(unheard, 10)).isEqualTo(unheard);
    }
}

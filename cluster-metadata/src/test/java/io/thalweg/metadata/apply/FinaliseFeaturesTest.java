package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import org.junit.jupiter.api.Test;

final class FinaliseFeaturesTest {

    private final ClusterFixture cluster = new ClusterFixture();

    /** A life of a broker whose software supports a level. */
    private static Command.RegisterBroker life(int id, int life, int level) {
        BrokerRegistration plain = ClusterFixture.registration(id, life, RestartKind.LOSSY, 0, 0);
        return new Command.RegisterBroker(new BrokerRegistration(
                plain.id(),
                plain.incarnation(),
                plain.storageId(),
                plain.listeners(),
                plain.rack(),
                plain.restartKind(),
                plain.previousEpoch(),
                plain.storagePosition(),
                plain.lossyPartitions(),
                level));
    }

    private int level() {
        return cluster.image().counters().featureLevel();
    }

    @Test
    void shouldBeginAtTheLevelOfTheFirstBroker() {
        cluster.accept(life(1, 1, 2));
        cluster.accept(life(2, 1, 3));
        assertThat(level()).isEqualTo(2);
    }

    @Test
    void shouldFinaliseOnceEveryBrokerSupportsTheLevel() {
        cluster.accept(life(1, 1, 1));
        cluster.accept(life(2, 1, 2));
        assertThat(cluster.reject(new Command.FinaliseFeatures(2)))
                .isEqualTo(RejectionReason.FEATURE_LEVEL_UNSUPPORTED);

        cluster.accept(life(1, 2, 2));
        cluster.accept(new Command.FinaliseFeatures(2));

        assertThat(level()).isEqualTo(2);
        cluster.accept(new Command.FinaliseFeatures(2));
        assertThat(level()).isEqualTo(2);
    }

    @Test
    void shouldTakeTheOldSoftwareBackUntilThen() {
        cluster.accept(life(1, 1, 1));
        cluster.accept(life(1, 2, 2));
        cluster.accept(life(1, 3, 1));

        cluster.accept(life(1, 4, 2));
        cluster.accept(new Command.FinaliseFeatures(2));

        assertThat(cluster.reject(life(1, 5, 1))).isEqualTo(RejectionReason.FEATURE_LEVEL_UNSUPPORTED);
        assertThat(cluster.reject(life(2, 1, 1))).isEqualTo(RejectionReason.FEATURE_LEVEL_UNSUPPORTED);
    }

    @Test
    void shouldNeverGoBack() {
        cluster.accept(life(1, 1, 2));
        assertThat(cluster.reject(new Command.FinaliseFeatures(1))).isEqualTo(RejectionReason.INVALID_REQUEST);
    }
}

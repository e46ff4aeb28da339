package io.thalweg.cli.chaos.network;

import static io.thalweg.cli.chaos.network.Flow.CLIENTS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CutsTest {
    private final Cuts cuts = new Cuts(3);

    @Test
    void shouldLoseAllToAndFromABrokerThatIsCutOff() {
        cuts.cut(2, Direction.BOTH);

        assertThat(cuts.flows())
                .containsExactlyInAnyOrder(
                        new Flow(2, CLIENTS),
                        new Flow(CLIENTS, 2),
                        new Flow(2, 1),
                        new Flow(1, 2),
                        new Flow(2, 3),
                        new Flow(3, 2));
    }

    @Test
    void shouldLoseOneDirectionOnly() {
        cuts.cutFromBrokers(1, Direction.OUTBOUND);
        assertThat(cuts.flows()).containsExactlyInAnyOrder(new Flow(1, 2), new Flow(1, 3));

        cuts.cutFromBrokers(1, Direction.INBOUND);
        assertThat(cuts.flows()).containsExactlyInAnyOrder(new Flow(2, 1), new Flow(3, 1));
    }

    @Test
    void shouldKeepWhatTheCutsOfOthersLose() {
        cuts.cutFromBrokers(1, Direction.BOTH);
        cuts.cut(2, Direction.OUTBOUND);

        cuts.mend(1);

        assertThat(cuts.flows()).containsExactlyInAnyOrder(new Flow(2, CLIENTS), new Flow(2, 1), new Flow(2, 3));
    }
}

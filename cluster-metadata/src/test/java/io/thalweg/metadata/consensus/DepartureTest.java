package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DepartureTest {

    @Test
    void shouldTolerateAClosedServerForTheGraceFromWhenItWasFirstSeen() {
        Departure departure = new Departure(100);

        assertThat(departure.tolerates(1_000)).isTrue();
        assertThat(departure.tolerates(1_099)).isTrue();
        assertThat(departure.tolerates(1_100)).isFalse();
    }
}

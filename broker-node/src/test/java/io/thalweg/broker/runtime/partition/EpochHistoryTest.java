package io.thalweg.broker.runtime.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.message.EpochMark;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EpochHistoryTest {
    private final EpochHistory history =
            new EpochHistory(List.of(new EpochMark(3, 10, 0), new EpochMark(7, 20, 0), new EpochMark(9, 30, 0)));

    @Test
    void shouldKnowWhichEpochWroteAnOffset() {
        assertThat(history.epochAt(10)).isEqualTo(3);
        assertThat(history.epochAt(19)).isEqualTo(3);
        assertThat(history.epochAt(20)).isEqualTo(7);
        assertThat(history.epochAt(1_000)).isEqualTo(9);
    }

    @Test
    void shouldNotGuessBelowTheFirstEntry() {
        assertThat(history.epochAt(9)).isEqualTo(EpochHistory.UNKNOWN);
    }
}

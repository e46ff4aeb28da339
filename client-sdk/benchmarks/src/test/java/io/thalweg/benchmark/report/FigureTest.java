package io.thalweg.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FigureTest {
    @ParameterizedTest
    @CsvSource({
        "0.034, 0.03",
        "2.499, 2.50",
        "12.34, 12.3",
        "583.4, 583",
        "5955.6, 5 956",
        "85049, 85 000",
        "1582151, 1 582 200"
    })
    void shouldGiveThreeDigitsOrSo(double value, String text) {
        assertThat(Figure.of(value)).isEqualTo(text);
    }

    @Test
    void shouldGiveTheRangeOnlyOfSeveralRuns() {
        assertThat(Figure.of(new Spread(2, 2, 2))).isEqualTo("2.00");
        assertThat(Figure.of(new Spread(2, 1, 30))).isEqualTo("2.00 (1.00–30.0)");
    }
}

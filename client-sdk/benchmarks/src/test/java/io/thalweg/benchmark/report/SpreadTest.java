package io.thalweg.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void shouldTakeTheMiddleOfUnsortedValues() {
        assertThat(Spread.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void shouldTakeTheMeanOfTwoInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 3.0, 5.0))).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void shouldNotMakeUpAFigure() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}

package io.thalweg.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.Position;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class ConverterTest {
    private final PositionConverter position = new PositionConverter();
    private final DurationConverter duration = new DurationConverter();

    @Test
    void shouldReadEndsAndOffsets() {
        assertThat(position.convert("earliest")).isEqualTo(Position.earliest());
        assertThat(position.convert("Latest")).isEqualTo(Position.latest());
        assertThat(position.convert("42")).isEqualTo(Position.offset(42));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T08:00:00Z",
                "2026-11-22T09:00:00+01:00",
                "2026-11-22T08:00:00",
                "2026-11-22T08:00",
                "2026-11-22T08:00:00.000Z"
            })
    void shouldReadTimes(String text) {
        assertThat(position.convert(text)).isEqualTo(Position.time(Instant.parse("2026-11-22T08:00:00Z")));
    }

    @Test
    void shouldTakeADateForItsFirstMoment() {
        assertThat(position.convert("2026-11-22")).isEqualTo(Position.time(Instant.parse("2026-11-22T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "yesterday", "2026-13-01", "2026-11-22T25:00:00Z"})
    void shouldRefuseOtherPositions(String text) {
        assertThatThrownBy(() -> position.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void shouldReadDurations() {
        assertThat(duration.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(duration.convert("5")).isEqualTo(Duration.ofSeconds(5));
        assertThat(duration.convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(duration.convert("1h")).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "5 s", "-1s", "5d", "soon"})
    void shouldRefuseOtherDurations(String text) {
        assertThatThrownBy(() -> duration.convert(text)).isInstanceOf(TypeConversionException.class);
    }
}

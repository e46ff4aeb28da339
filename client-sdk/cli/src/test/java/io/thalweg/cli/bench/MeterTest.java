package io.thalweg.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import org.junit.jupiter.api.Test;

final class MeterTest {
    private static final long MILLI = 1_000_000;

    @Test
    void shouldReportRatesPercentilesAndTheLongestGap() {
        // given
        var meter = new Meter(0);

        // when
        meter.complete(2 * MILLI, 100 * MILLI, 1 << 20);
        meter.complete(2 * MILLI, 400 * MILLI, 1 << 20);
        meter.complete(8 * MILLI, 500 * MILLI, 2 << 20);
        meter.fail(1);
        BenchResult result = meter.result();

        // then
        assertThat(Json.text(result.json()))
                .isEqualTo(
                        "{\"records\":3,\"errors\":1,\"seconds\":0.5,\"recordsPerSecond\":6.0,\"megabytesPerSecond\":8.0,"
                                + "\"latencyMillis\":{\"p50\":2.0,\"p99\":8.003,\"p999\":8.003,\"max\":8.003},"
                                + "\"longestGapMillis\":300.0}");
        assertThat(result.table()).contains("RECORDS/S", "LONGEST GAP MS");
    }

    @Test
    void shouldSurviveARunWithoutRecords() {
        BenchResult result = new Meter(0).result();

        assertThat(result.records()).isZero();
        assertThat(Json.text(result.json())).contains("\"p50\":0.0");
    }

    @Test
    void shouldSayWhenARecordWasDueHoweverLateItIs() {
        // given
        var pacer = new Pacer(System.nanoTime() - 10_000 * MILLI, 1_000);

        // when
        long first = pacer.await(0);
        long later = pacer.await(5);

        // then
        assertThat(later - first).isEqualTo(5 * MILLI);
    }

    @Test
    void shouldMakeTheSamePayloadsEachTime() {
        assertThat(new Payloads(100).of(3)).isEqualTo(new Payloads(100).of(67)).hasSize(100);
    }
}

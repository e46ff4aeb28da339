package io.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailureReportTest {
    @ParameterizedTest
    @CsvSource({
        "TOPIC_NOT_FOUND, 3",
        "GROUP_NOT_FOUND, 3",
        "BROKER_NOT_FOUND, 3",
        "PARTITION_OUT_OF_RANGE, 3",
        "TOPIC_EXISTS, 4",
        "INVALID_CONFIG, 4",
        "GROUP_NOT_EMPTY, 4",
        "RECORD_TOO_LARGE, 4",
        "WRONG_CLUSTER, 4",
        "NOT_ENOUGH_REPLICAS, 5",
        "NO_METADATA_QUORUM, 5",
        "UNREACHABLE, 6",
        "TIMED_OUT, 6",
        "DELIVERY_EXPIRED, 6",
        "CORRUPT_BATCH, 1",
        "INTERNAL, 1"
    })
    void shouldEndWithTheCodeThatBelongsToTheReason(ErrorReason reason, int code) {
        assertThat(FailureReport.of(ThalwegException.of(reason, "no"))
                        .exitCode()
                        .number())
                .isEqualTo(code);
    }

    @Test
    void shouldSayWhatFailedWhyAndWhatToTry() {
        // given
        var failure = ThalwegException.of(
                ErrorReason.TOPIC_NOT_FOUND, "there is no topic orders", Map.of("topic", "orders"), null);

        // when
        FailureReport report = FailureReport.of(new CompletionException(failure));

        // then
        assertThat(report.text()).isEqualTo("""
                        error: there is no topic orders
                          why: TOPIC_NOT_FOUND (topic=orders)
                          try: create the topic, or check its name
                        """);
        assertThat(report.json())
                .isEqualTo("{\"error\":{\"reason\":\"TOPIC_NOT_FOUND\",\"message\":\"there is no topic orders\","
                        + "\"remedy\":\"create the topic, or check its name\",\"details\":{\"topic\":\"orders\"}}}");
    }

    @Test
    void shouldAskForAReportOfAnUnexpectedException() {
        FailureReport report = FailureReport.of(new IllegalStateException("broken"));

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report.reason()).isEqualTo("INTERNAL");
        assertThat(report.message()).contains("broken");
        assertThat(report.remedy()).contains("THALWEG_LOG=DEBUG");
    }
}

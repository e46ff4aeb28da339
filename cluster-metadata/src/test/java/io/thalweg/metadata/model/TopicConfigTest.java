package io.thalweg.metadata.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicConfigTest {

    private static TopicConfig valid(Map<String, String> settings) {
        return TopicConfig.parse(settings).fold(config -> config, problem -> {
            throw new AssertionError(problem.message());
        });
    }

    private static InvalidSetting invalid(Map<String, String> settings) {
        return TopicConfig.parse(settings)
                .fold(
                        config -> {
                            throw new AssertionError("accepted: " + config);
                        },
                        problem -> problem);
    }

    @Test
    void shouldGiveDefaultsWithoutSettings() {
        assertThat(valid(Map.of())).isEqualTo(TopicConfig.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"1500, 1500", "500ms, 500", "30s, 30000", "5m, 300000", "2h, 7200000", "7d, 604800000", "-1, -1"})
    void shouldReadDurations(String text, long millis) {
        assertThat(valid(Map.of(TopicConfig.RETENTION_MS, text)).retentionMillis())
                .isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "10GB, 10000000000", "1MiB, 1048576", "2 kb, 2000", "1TiB, 1099511627776", "-1, -1"})
    void shouldReadSizes(String text, long bytes) {
        assertThat(valid(Map.of(TopicConfig.RETENTION_BYTES, text)).retentionBytes())
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.ms, 5GB",
        "retention.ms, -2",
        "retention.ms, ten",
        "retention.bytes, 3d",
        "retention.bytes, 999999999TB",
        "min.insync.replicas, 0",
        "min.insync.replicas, 2s",
        "max.message.bytes, 9MiB",
        "max.message.bytes, 0",
        "cleanup.policy, compact",
        "durability, none"
    })
    void shouldRefuseBadValuesAndNameTheKey(String key, String value) {
        InvalidSetting problem = invalid(Map.of(key, value));

        assertThat(problem.key()).isEqualTo(key);
        assertThat(problem.message()).contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "retention.msec, retention.ms",
        "min.isr.replicas, min.insync.replicas",
        "durabilty, durability",
        "cleanup.polcy, cleanup.policy",
        "retention.byte, retention.bytes"
    })
    void shouldNameTheNearestKeyForAnUnknownOne(String key, String nearest) {
        InvalidSetting problem = invalid(Map.of(key, "1"));

        assertThat(problem.nearest()).isEqualTo(nearest);
        assertThat(problem.message()).contains("did you mean '" + nearest + "'");
    }

    @Test
    void shouldReadBackItsOwnMap() {
        TopicConfig config = valid(Map.of("retention.ms", "1d", "durability", "os", "max.message.bytes", "2MiB"));

        assertThat(valid(config.toMap())).isEqualTo(config);
    }
}

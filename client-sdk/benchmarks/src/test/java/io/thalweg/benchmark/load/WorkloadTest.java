package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.benchmark.driver.Codec;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
    private final Workload workload = new Workload(
            Workload.Kind.LATENCY,
            new TopicSpec("t", 12, 3, Durability.PAGE_CACHE, 7),
            new ProducerSpec(16_384, 5, Codec.ZSTD),
            new Workload.Records(100, 7, 4, 1_000, 20_000_000_000L, 1_001),
            new Workload.Span(15, 30));

    @Test
    void shouldReachTheLoadGeneratorAsItWas() {
        String[] words = workload.words().toArray(String[]::new);

        assertThat(Workload.of(Workload.settings(words))).isEqualTo(workload);
    }

    @Test
    void shouldNameASettingThatIsMissing() {
        assertThatThrownBy(() -> Workload.of(Workload.settings("kind=IDLE"))).hasMessageContaining("topic");
    }
}

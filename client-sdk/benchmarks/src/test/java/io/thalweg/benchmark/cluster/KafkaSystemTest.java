package io.thalweg.benchmark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KafkaSystemTest {
    @Test
    void shouldWriteIdsAsKafkaReadsThem() {
        String id = KafkaSystem.clusterId(new UUID(1, -1));

        assertThat(id).hasSize(22);
        assertThat(Base64.getUrlDecoder().decode(id))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1, -1);
    }
}

package io.thalweg.client.internal.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.producer.Partitioner;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Murmur2PartitionerTest {
    /** The vectors that Kafka's own tests use. */
    @ParameterizedTest
    @CsvSource({
        "21, -973932308",
        "foobar, -790332482",
        "a-little-bit-long-string, -985981536",
        "a-little-bit-longer-string, -1486304829",
        "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8, -58897971",
        "abc, 479470107"
    })
    void shouldHashAsKafkaDoes(String key, int hash) {
        assertThat(Murmur2Partitioner.murmur2(key.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(hash);
    }

    @Test
    void shouldTakeTheHashWithoutItsSignModuloThePartitions() {
        byte[] key = "21".getBytes(StandardCharsets.UTF_8);
        int expected = (-973932308 & 0x7fffffff) % 12;

        assertThat(new Murmur2Partitioner().partition("t", key, 12)).isEqualTo(expected);
    }

    @Test
    void shouldLeaveRecordsWithoutKeyToTheProducer() {
        assertThat(new Murmur2Partitioner().partition("t", null, 12)).isEqualTo(Partitioner.STICKY);
    }
}

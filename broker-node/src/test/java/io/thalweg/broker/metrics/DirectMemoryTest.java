package io.thalweg.broker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class DirectMemoryTest {
    private static final int BYTES = 1 << 20;

    @Test
    void shouldTellWhatBuffersHaveAndMayHave() {
        ByteBuffer held = ByteBuffer.allocateDirect(BYTES);

        assertThat(DirectMemory.usedBytes()).isGreaterThanOrEqualTo(held.capacity());
        assertThat(DirectMemory.limitBytes()).isGreaterThanOrEqualTo(DirectMemory.usedBytes());
    }
}

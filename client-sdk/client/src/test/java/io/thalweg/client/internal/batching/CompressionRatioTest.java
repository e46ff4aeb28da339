package io.thalweg.client.internal.batching;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CompressionRatioTest {
    private static final int BATCH = 16_384;
    private static final int NO_BOUND = Integer.MAX_VALUE;

    private final CompressionRatio ratio = new CompressionRatio(BATCH);

    @Test
    void shouldBeginWithWhatDoesNotCompress() {
        assertThat(ratio.room(NO_BOUND)).isEqualTo(BATCH);
    }

    @Test
    void shouldLearnFromBatches() {
        observe(20, BATCH, BATCH / 2);

        assertThat(ratio.room(NO_BOUND)).isBetween(2 * BATCH - 200, 2 * BATCH);
    }

    @Test
    void shouldForgetWhatWasOnce() {
        observe(20, BATCH, BATCH / 4);
        observe(30, BATCH, BATCH);

        assertThat(ratio.room(NO_BOUND)).isBetween(BATCH, BATCH + 200);
    }

    @Test
    void shouldLearnLittleFromBatchesOfOneRecord() {
        observe(20, BATCH, BATCH / 4);
        int before = ratio.room(NO_BOUND);

        observe(20, 100, 100);

        assertThat(ratio.room(NO_BOUND)).isGreaterThan(before * 9 / 10);
    }

    @Test
    void shouldFillNoBatchWithoutBound() {
        observe(50, BATCH, BATCH / 1_000);

        assertThat(ratio.room(NO_BOUND)).isEqualTo(4 * BATCH);
        assertThat(ratio.room(3 * BATCH)).isEqualTo(3 * BATCH);
        assertThat(ratio.room(BATCH / 2)).isEqualTo(BATCH / 2);
    }

    private void observe(int times, int bytes, int sealed) {
        for (int i = 0; i < times; i++) {
            ratio.observe(bytes, sealed);
        }
    }
}

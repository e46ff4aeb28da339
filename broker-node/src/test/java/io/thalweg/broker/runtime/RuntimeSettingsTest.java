package io.thalweg.broker.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.BrokerId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What follows from the machine. */
final class RuntimeSettingsTest {
    private static final UUID INCARNATION = new UUID(0, 1);

    @Test
    void shouldKeepASixteenthOfTheHeapForTails() {
        assertThat(usual(512L << 20).tailBytesTotal()).isEqualTo(32L << 20);
    }

    @Test
    void shouldKeepNoMoreTailsInALargeHeap() {
        assertThat(usual(8L << 30).tailBytesTotal()).isEqualTo(128L << 20);
    }

    @Test
    void shouldKeepTheTailOfOnePartitionInASmallHeap() {
        RuntimeSettings settings = usual(16L << 20);

        assertThat(settings.tailBytesTotal()).isEqualTo(settings.tailBytesPerPartition());
    }

    private static RuntimeSettings usual(long heapBytes) {
        return RuntimeSettings.usual(new BrokerId(1), INCARNATION, 2, heapBytes);
    }
}

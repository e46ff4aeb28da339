package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DiskWatchTest {
    private long freeMebibytes = 1_000;
    private final DiskWatch watch = new DiskWatch(() -> freeMebibytes << 20);

    @Test
    void shouldStopAppendsFirstAndFollowingNextAndNotFlutter() {
        assertStops(1_000, false, false);
        assertStops(257, false, false);
        assertStops(255, true, false);
        assertStops(300, true, false);
        assertStops(127, true, true);
        assertStops(150, true, true);
        assertStops(161, true, false);
        assertStops(321, false, false);
    }

    private void assertStops(long mebibytes, boolean appends, boolean following) {
        freeMebibytes = mebibytes;
        watch.look();
        assertThat(watch.nearlyFull()).as("appends with %d MiB", mebibytes).isEqualTo(appends);
        assertThat(watch.tooFullToFollow())
                .as("following with %d MiB", mebibytes)
                .isEqualTo(following);
        assertThat(watch.freeBytes()).isEqualTo(mebibytes << 20);
    }
}

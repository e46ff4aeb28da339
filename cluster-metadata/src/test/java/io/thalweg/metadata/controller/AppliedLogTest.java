package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AppliedLogTest {

    private final LeaderFixture cluster = new LeaderFixture();
    private final AppliedLog log = new AppliedLog(cluster.image);

    private void add(int count, int size) {
        for (int i = 0; i < count; i++) {
            Command command = new Command.Barrier();
            cluster.apply(command);
            log.add(new AppliedEntry(cluster.image.index(), command, size), cluster.image);
        }
    }

    @Test
    void shouldGiveWhatComesAfterAnIndexUpToTheByteLimit() {
        add(5, 100);

        assertThat(log.after(2, 1_000)).extracting(AppliedEntry::index).containsExactly(3L, 4L, 5L);
        assertThat(log.after(2, 250)).extracting(AppliedEntry::index).containsExactly(3L, 4L);
        assertThat(log.after(2, 1)).extracting(AppliedEntry::index).containsExactly(3L);
        assertThat(log.after(5, 1)).isEmpty();
    }

    @Test
    void shouldNotServeAReaderBehindTheOldestOrAheadOfTheNewest() {
        add(AppliedLog.MAX_ENTRIES + 3, 1);

        assertThat(log.after(2, 10)).isNull();
        assertThat(log.after(3, 2)).hasSize(2);
        assertThat(log.after(cluster.image.index() + 1, 10)).isNull();
    }

    @Test
    void shouldBeBoundedByBytesToo() {
        add(3, (int) (AppliedLog.MAX_BYTES / 2));

        assertThat(log.after(0, 10)).isNull();
        assertThat(log.after(1, Long.MAX_VALUE)).hasSize(2);
    }

    @Test
    void shouldStartOverAtASnapshot() {
        AtomicInteger wakes = new AtomicInteger();
        log.onChange(wakes::incrementAndGet);
        add(4, 1);

        log.restart(cluster.image);

        assertThat(log.after(3, 10)).isNull();
        assertThat(log.after(4, 10)).isEmpty();
        assertThat(wakes).hasValue(5);
    }
}

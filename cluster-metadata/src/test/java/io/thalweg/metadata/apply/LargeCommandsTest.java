package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.thalweg.metadata.apply.LargeCommands.Large;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the largest commands cost: memory, which is the same on every machine, and processor time with a bound far above what
 * a healthy machine needs. Figures go to {@code target/apply-cost-*.txt}; {@code -Dthalweg.apply.tries=100} makes them worth
 * reading.
 */
final class LargeCommandsTest {

    private static final int TRIES = Integer.getInteger("thalweg.apply.tries", 15);

    /** Whatever is once per command, and some iterators for each partition that is looked at. */
    private static final long MOST_BYTES_BESIDE = 12 << 20;

    private static final double MOST_MILLIS = 40;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Cost of some tries; they are sorted, so the load of the machine is at the end. */
    private record Cost(Large large, int changed, double first, List<Double> millis, long bytes) {

        double best() {
            return millis.get(0);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-40s %,9d changed %8.2f ms best %8.2f median %8.2f first %,12d bytes",
                    large.name(),
                    changed,
                    best(),
                    millis.get(millis.size() / 2),
                    first,
                    bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10})
    void shouldApplyCommandsThatChangeManyPartitionsCheaply(int brokers) throws IOException {
        LargeCommands commands = new LargeCommands(brokers);
        // An image that has just been read is scattered; any collection brings it together.
        ManagementFactory.getMemoryMXBean().gc();
        List<Cost> costs = new ArrayList<>();
        for (Large large : commands.all()) {
            costs.add(cost(large));
        }

        List<String> lines = costs.stream().map(Cost::toString).toList();
        Files.write(Path.of("target", "apply-cost-" + brokers + "-brokers.txt"), lines);
        assertThat(costs).allSatisfy(cost -> {
            assertThat(cost.bytes())
                    .isLessThan((long) cost.changed() * cost.large().mostBytes() + MOST_BYTES_BESIDE);
            assertThat(cost.best()).isLessThan(MOST_MILLIS);
        });
    }

    private Cost cost(Large large) {
        List<Double> millis = new ArrayList<>();
        long bytes = Long.MAX_VALUE;
        int changed = 0;
        for (int at = 0; at < TRIES; at++) {
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            long before = threads.getCurrentThreadCpuTime();
            Applied applied = large.apply();
            millis.add((threads.getCurrentThreadCpuTime() - before) / 1e6);
            bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - bytesBefore);
            assertThat(applied.reply().accepted()).as("%s", large).isTrue();
            changed = applied.changes().partitions().size();
        }
        double first = millis.get(0);
        Collections.sort(millis);
        return new Cost(large, changed, first, millis, bytes);
    }

    @Test
    void shouldKeepIndexesAndDigestAsIfTheImageWereBuiltAnew() throws MalformedImageException {
        for (Large large : new LargeCommands(10).all()) {
            Applied applied = large.apply();

            ClusterImage anew = ImageCodec.decode(ImageCodec.encode(applied.image()));

            assertThat(anew).as("%s", large).isEqualTo(applied.image());
            assertThat(uids(anew)).as("%s", large).isEqualTo(uids(applied.image()));
            assertThat(applied.changes().partitions()).as("%s", large).isEqualTo(changed(large.image(), anew));
        }
    }

    /** Those that nobody leads, which equality of images does not look at. */
    private static Set<PartitionUid> uids(ClusterImage image) {
        Set<PartitionUid> uids = new TreeSet<>();
        image.leaderless().forEach(partition -> uids.add(partition.uid()));
        return uids;
    }

    private static Set<PartitionUid> changed(ClusterImage before, ClusterImage after) {
        Set<PartitionUid> uids = new TreeSet<>();
        for (Partition partition : after.partitions()) {
            if (!partition.equals(before.partition(partition.uid()))) {
                uids.add(partition.uid());
            }
        }
        for (Partition partition : before.partitions()) {
            if (after.partition(partition.uid()) == null) {
                uids.add(partition.uid());
            }
        }
        return uids;
    }
}

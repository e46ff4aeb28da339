package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bounds that catch a rule whose cost grows with the cluster; far above what a healthy machine needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplyCostTest {

    private static final int TOPICS = 10;
    private static final int PARTITIONS = 10_000;

    private final ClusterFixture cluster = bigCluster();

    /** 100 000 partitions of three replicas on ten brokers; each broker leads 10 000. */
    private static ClusterFixture bigCluster() {
        ClusterFixture cluster = ClusterFixture.withBrokers(10);
        for (int topic = 0; topic < TOPICS; topic++) {
            List<List<BrokerId>> replicas = IntStream.range(0, PARTITIONS)
                    .mapToObj(at -> IntStream.range(0, 3)
                            .mapToObj(step -> new BrokerId(1 + (at + step * 3) % 10))
                            .toList())
                    .toList();
            TopicId id = new TopicId(new UUID(5, topic));
            cluster.accept(new Command.CreateTopic(id, "big-" + topic, false, Map.of(), replicas));
        }
        return cluster;
    }

    /** Processor time of the fastest try, so that other load on the machine does not count. */
    private static Duration fastest(int tries, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int at = 0; at < tries; at++) {
            long began = threads.getCurrentThreadCpuTime();
            work.run();
            best = Math.min(best, threads.getCurrentThreadCpuTime() - began);
        }
        return Duration.ofNanos(best);
    }

    @Test
    void shouldChangeOneOfAHundredThousandPartitionsQuickly() {
        Partition partition = cluster.partition(new PartitionUid(50_000));
        Command.ProposeHolders proposal = cluster.proposal(
                partition, partition.holders().get(0), partition.holders().get(1));
        ClusterImage image = cluster.image();

        Duration cost = fastest(50, () -> CommandApply.apply(image, proposal, image.index() + 1));

        assertThat(cost).isLessThan(Duration.ofMillis(5));
    }

    @Test
    void shouldFenceBrokerThatLeadsTenThousandPartitionsQuickly() {
        Command.FenceBrokers fence = new Command.FenceBrokers(List.of(cluster.identity(1)));
        ClusterImage image = cluster.image();
        assertThat(image.partitionsLedBy(new BrokerId(1))).hasSize(10_000);

        Duration cost = fastest(10, () -> CommandApply.apply(image, fence, image.index() + 1));

        assertThat(cost).isLessThan(Duration.ofMillis(200));
        ClusterImage next = CommandApply.apply(image, fence, image.index() + 1).image();
        assertThat(next.partitionsLedBy(new BrokerId(1))).isEmpty();
    }
}

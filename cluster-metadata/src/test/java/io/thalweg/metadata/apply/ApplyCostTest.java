package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.TopicId;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Bounds that catch a rule whose cost grows with the cluster; far above what a healthy machine needs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplyCostTest {

    private static final int TOPICS = 10;
    private static final int PARTITIONS = 10_000;
    private static final long MOST_IMAGE_BYTES = 40L << 20;

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
    void shouldApplyEveryKindOfSmallCommandQuickly() {
        ClusterImage image = cluster.image();
        Partition partition = cluster.partition(new PartitionUid(70_000));
        BrokerId leader = Objects.requireNonNull(partition.leader());
        Command drain = new Command.DrainBroker(new BrokerId(3), true);
        Command handOff = new Command.HandOff(
                cluster.identity(leader.value()),
                List.of(new HandOffProposal(
                        partition.uid(),
                        partition.leaderEpoch(),
                        partition.version(),
                        cluster.identity(partition.replicas().get(1).value()))));
        List<Command> commands = List.of(
                cluster.proposal(
                        partition,
                        partition.holders().get(0),
                        partition.holders().get(1)),
                handOff,
                new Command.ReportFault(
                        cluster.identity(leader.value()), partition.uid(), partition.version(), "a test"),
                cluster.creation("small", 1, 1, 2, 3),
                new Command.AllocateProducerIds(cluster.identity(4), 1),
                new Command.Tick(1_790_000_000_000L, List.of()),
                new Command.Digest(image.index(), image.digest()),
                new Command.Barrier(),
                drain);

        for (Command command : commands) {
            assertThat(CommandApply.apply(image, command, image.index() + 1)
                            .reply()
                            .accepted())
                    .as("%s", command)
                    .isTrue();
            Duration cost = fastest(30, () -> CommandApply.apply(image, command, image.index() + 1));
            assertThat(cost).as("%s", command).isLessThan(Duration.ofMillis(5));
        }
    }

    @Test
    void shouldWriteAndReadTheWholeImageWithinTwoSeconds() {
        ClusterImage image = cluster.image();

        Duration cost = fastest(3, () -> assertThat(restored(image)).isEqualTo(image.digest()));

        assertThat(cost).isLessThan(Duration.ofSeconds(2));
    }

    private static long restored(ClusterImage image) {
        try {
            return ImageCodec.decode(ImageCodec.encode(image)).digest();
        } catch (MalformedImageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldHoldAHundredThousandPartitionsInLittleMemory() throws MalformedImageException {
        byte[] encoded = ImageCodec.encode(cluster.image());
        long before = usedAfterCollection();

        ClusterImage copy = ImageCodec.decode(encoded);
        long grown = usedAfterCollection() - before;

        assertThat(copy.digest()).isEqualTo(cluster.image().digest());
        assertThat(grown).isLessThan(MOST_IMAGE_BYTES);
    }

    private static long usedAfterCollection() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}

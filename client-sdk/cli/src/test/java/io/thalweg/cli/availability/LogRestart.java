package io.thalweg.cli.availability;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.producer.BufferFull;
import io.thalweg.client.api.producer.Producer;
import io.thalweg.client.api.producer.ProducerRecord;
import io.thalweg.client.api.serde.Serdes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Kills a broker whose partitions have no other replica, while it is written to, and starts it again. */
final class LogRestart {
    private static final int PARTITIONS = 12;
    private static final int VALUE_BYTES = 8 << 10;
    private static final int BATCH_BYTES = 256 << 10;
    private static final long WRITTEN_BEFORE_KILL = 200L << 20;
    private static final Duration DELIVERY = Duration.ofMinutes(2);

    private final Path home;
    private final Path folder;
    private final Duration session;
    private final int gigabytes;
    private final byte[] value = new byte[VALUE_BYTES];

    LogRestart(Path home, Path folder, Duration session, int gigabytes) {
        this.home = home;
        this.folder = folder;
        this.session = session;
        this.gigabytes = gigabytes;
        new Random(1).nextBytes(value);
    }

    /** Remarks for the report. */
    List<String> run(int tries) throws InterruptedException {
        NewTopic topic = NewTopic.named(Scene.TOPIC).partitions(PARTITIONS).replicas(1);
        List<Double> ready = new ArrayList<>();
        List<Double> acknowledged = new ArrayList<>();
        try (Scene scene = Scene.start(home, folder, session, 3, topic)) {
            BrokerProcess broker = scene.plainLeader();
            int[] partitions = scene.partitions().stream()
                    .filter(partition -> partition.leader() == broker.id())
                    .mapToInt(PartitionDescription::partition)
                    .toArray();
            fill(scene, partitions, (long) gigabytes << 30);
            for (int number = 0; number < tries; number++) {
                fill(scene, partitions, WRITTEN_BEFORE_KILL);
                broker.kill();
                long began = System.nanoTime();
                broker.start();
                try (Producer<byte[], byte[]> producer = producer(scene)) {
                    producer.send(to(partitions[0])).join();
                }
                acknowledged.add((System.nanoTime() - began) / 1e9);
                scene.awaitWhole();
                ready.add((System.nanoTime() - began) / 1e9);
                System.out.printf(
                        Locale.ROOT,
                        "restart with %d GB: first record after %.2f s, whole after %.2f s%n",
                        gigabytes,
                        acknowledged.get(number),
                        ready.get(number));
            }
        }
        return List.of(String.format(
                Locale.ROOT,
                "- Restart after kill -9 of a broker with %d GB of log, killed after %d MB written at full speed: first "
                        + "acknowledged record after %.1f s (highest %.1f s), cluster whole after %.1f s (highest %.1f s); "
                        + "medians of %d tries, goal 5 s.",
                gigabytes,
                WRITTEN_BEFORE_KILL >> 20,
                Report.median(acknowledged.stream().mapToDouble(each -> each)),
                highest(acknowledged),
                Report.median(ready.stream().mapToDouble(each -> each)),
                highest(ready),
                tries));
    }

    private static double highest(List<Double> seconds) {
        return DoubleStream.concat(DoubleStream.of(0), seconds.stream().mapToDouble(each -> each))
                .max()
                .getAsDouble();
    }

    private void fill(Scene scene, int[] partitions, long bytes) {
        try (Producer<byte[], byte[]> producer = producer(scene)) {
            for (long record = 0; record < bytes / VALUE_BYTES; record++) {
                producer.send(to(partitions[(int) (record % partitions.length)]));
            }
            producer.flush();
        }
    }

    private static Producer<byte[], byte[]> producer(Scene scene) {
        return scene.client()
                .producer(Serdes.bytes(), Serdes.bytes())
                .batchSize(BATCH_BYTES)
                .deliveryTimeout(DELIVERY)
                .bufferFull(BufferFull.block(DELIVERY))
                .build();
    }

    private ProducerRecord<byte[], byte[]> to(int partition) {
        return ProducerRecord.<byte[], byte[]>of(Scene.TOPIC, value).toPartition(partition);
    }
}

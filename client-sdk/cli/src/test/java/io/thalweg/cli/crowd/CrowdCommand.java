package io.thalweg.cli.crowd;

import io.thalweg.cli.chaos.Folders;
import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.NewTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Three brokers with the launcher's heap, and a crowd of clients; says whether their memory grows. */
@Command(
        name = "crowd",
        mixinStandardHelpOptions = true,
        description = "Whether brokers keep their bounds of memory under many producers and slow consumers.")
final class CrowdCommand implements Callable<Integer> {
    private static final String TOPIC = "crowd";
    private static final int PARTITIONS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int SAMPLE_SECONDS = 5;
    private static final int FEWEST_SAMPLES = 8;

    @Option(names = "--producers", paramLabel = "N", description = "producers (default: ${DEFAULT-VALUE})")
    private int producers = 1_000;

    @Option(names = "--consumers", paramLabel = "N", description = "slow consumers (default: ${DEFAULT-VALUE})")
    private int consumers = 1_000;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "clients with connections of their own (default: ${DEFAULT-VALUE})")
    private int clients = 50;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "records per second of all producers, 0 for as many as they can (default: ${DEFAULT-VALUE})")
    private int rate = 500;

    @Option(
            names = "--producer-kb",
            paramLabel = "N",
            description = "KiB that each producer may have waiting and under way (default: ${DEFAULT-VALUE})")
    private int producerKibibytes = 1_024;

    @Option(names = "--value-bytes", paramLabel = "N", description = "of a record (default: ${DEFAULT-VALUE})")
    private int valueBytes = 1_000;

    @Option(names = "--seconds", paramLabel = "N", description = "how long (default: ${DEFAULT-VALUE})")
    private int seconds = 600;

    @Option(
            names = "--stall",
            paramLabel = "N",
            description = "stop the clock of one broker for N seconds, once in each quarter (default: never)")
    private int stallSeconds;

    @Option(names = "--keep", description = "leave the folders of the brokers, with their logs")
    private boolean keep;

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "root of the checkout")
    private Path home = Path.of(".");

    private CrowdCommand() {}

    /** Runs it and exits: with 0 if the brokers kept their bounds and no record was given up. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CrowdCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("thalweg-crowd-");
        System.out.println("brokers in " + folder);
        boolean sound;
        try (BrokerSet brokers = BrokerSet.of(home, folder, "6s")) {
            brokers.heal();
            Patience.await("ready brokers", PATIENCE, brokers::areReady);
            createTopic(brokers);
            sound = watch(brokers);
        }
        if (sound && !keep) {
            Folders.delete(folder);
        }
        return sound ? 0 : 1;
    }

    private static void createTopic(BrokerSet brokers) {
        try (ThalwegClient client =
                ThalwegClient.builder().bootstrap(brokers.bootstrap()).connect()) {
            client.admin()
                    .createTopic(NewTopic.named(TOPIC)
                            .partitions(PARTITIONS)
                            .replicas(BrokerSet.SIZE)
                            .config("retention.bytes", Long.toString(64L << 20)))
                    .join();
        }
    }

    private boolean watch(BrokerSet brokers) throws InterruptedException {
        MemoryLog memory = new MemoryLog();
        Crowd.Size size =
                new Crowd.Size(clients, producers, consumers, (long) producerKibibytes << 10, rate, valueBytes);
        try (Crowd crowd = new Crowd(size, brokers.bootstrap(), TOPIC, PARTITIONS)) {
            int samples = Math.max(FEWEST_SAMPLES, seconds / SAMPLE_SECONDS);
            for (int sample = 1; sample <= samples; sample++) {
                TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
                say(sample(brokers, memory) + "; acknowledged " + crowd.acknowledged() + ", failed " + crowd.failed()
                        + ", read " + crowd.read());
                if (stallSeconds > 0 && sample % (samples / 4) == samples / 8) {
                    stall(brokers.broker(BrokerSet.SIZE));
                }
            }
            brokers.alarms().forEach(System.out::println);
            say(String.format("the largest broker's memory: %.2f times what it was", memory.growth()));
            return !memory.grew()
                    && crowd.failed() == 0
                    && crowd.acknowledged() > 0
                    && crowd.read() > 0
                    && brokers.all().stream().allMatch(BrokerProcess::isRunning)
                    && brokers.alarms().isEmpty();
        }
    }

    /** A broker that is busy or dead may not answer; the next sample will tell. */
    private static String sample(BrokerSet brokers, MemoryLog memory) {
        try {
            memory.add(brokers.all().stream()
                    .map(broker -> BrokerMemory.of(broker.metrics()))
                    .toList());
            return memory.newest();
        } catch (UncheckedIOException e) {
            return "no answer from a broker, " + e.getCause();
        }
    }

    private void stall(BrokerProcess broker) throws InterruptedException {
        say("the clock of " + broker + " stops for " + stallSeconds + " s");
        broker.pause();
        TimeUnit.SECONDS.sleep(stallSeconds);
        broker.resume();
    }

    private static void say(String text) {
        System.out.println(LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + " " + text);
    }
}

package io.thalweg.cli.availability;

import io.thalweg.cli.chaos.Folders;
import io.thalweg.cli.chaos.network.NetworkKind;
import io.thalweg.cli.option.DurationConverter;
import io.thalweg.client.api.admin.NewTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Strikes each fault several times and writes down what it cost. */
@Command(
        name = "availability",
        mixinStandardHelpOptions = true,
        description = "How long partitions take no writes when brokers fail, leave and come back.")
final class AvailabilityCommand implements Callable<Integer> {
    private static final int PARTITIONS = 12;
    private static final int RATE = 1_000;
    private static final Duration WARM_UP = Duration.ofMinutes(1);

    @Option(names = "--tries", paramLabel = "N", defaultValue = "10", description = "per fault (default: 10)")
    private int tries;

    @Option(names = "--faults", paramLabel = "F", split = ",", description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Fault> faults = List.of(Fault.values());

    @Option(
            names = "--session",
            paramLabel = "T",
            defaultValue = "6s",
            converter = DurationConverter.class,
            description = "session timeout of the brokers (default: 6s, theirs)")
    private Duration session = Duration.ofSeconds(6);

    @Option(
            names = "--log-gb",
            paramLabel = "N",
            description = "also restart a broker with a log of N GB after kill -9")
    private int logGigabytes;

    @Option(names = "--report", paramLabel = "FILE", description = "where to write the result (default: nowhere)")
    private @Nullable Path report;

    @Option(names = "--keep", description = "leave the folders of the brokers, with their logs")
    private boolean keep;

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "root of the checkout")
    private Path home = Path.of(".");

    private AvailabilityCommand() {}

    /** Runs it and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new AvailabilityCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Report all = new Report(session);
        List<String> remarks = new ArrayList<>();
        for (int size : faults.stream().mapToInt(Fault::brokers).distinct().toArray()) {
            List<Fault> these =
                    faults.stream().filter(fault -> fault.brokers() == size).toList();
            inFolder(folder -> strike(folder, size, these, all, remarks));
        }
        if (logGigabytes > 0) {
            inFolder(folder -> remarks.addAll(new LogRestart(home, folder, session, logGigabytes).run(tries)));
        }
        String text = Place.of(home) + "\n" + NetworkKind.best().description() + "\n\n" + all.table() + "\n"
                + String.join("\n", remarks) + "\n";
        System.out.println(text);
        Path file = report;
        if (file != null) {
            Files.writeString(file, ReportPage.around(text));
        }
        return 0;
    }

    /** Something that needs a folder for its brokers. */
    private interface Measurement {
        void run(Path folder) throws IOException, InterruptedException;
    }

    /** The folder also stays when the measurement fails, for its logs. */
    private void inFolder(Measurement measurement) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("thalweg-availability-");
        System.out.println("brokers in " + folder);
        measurement.run(folder);
        if (!keep) {
            Folders.delete(folder);
        }
    }

    private static String calm(FaultRun run, int size) throws InterruptedException {
        double cold = run.calm();
        run.warmUp(WARM_UP);
        return String.format(
                Locale.ROOT,
                "- Without any fault, worst partition in ten seconds with %d brokers: %.0f ms just after they started, "
                        + "%.0f ms a minute later. What is above that is due to the faults.",
                size,
                cold,
                run.calm());
    }

    private void strike(Path folder, int size, List<Fault> these, Report all, List<String> remarks)
            throws InterruptedException {
        NewTopic topic = NewTopic.named(Scene.TOPIC).partitions(PARTITIONS).replicas(3);
        try (Scene scene = Scene.start(home, folder, session, size, topic);
                PacedLoad load = new PacedLoad(scene.client(), Scene.TOPIC, PARTITIONS, RATE)) {
            FaultRun run = new FaultRun(scene, load, session);
            remarks.add(calm(run, size));
            for (Fault fault : these) {
                if (!fault.isPossible(scene)) {
                    remarks.add("- Not measured, this network cannot be cut: " + fault.title() + ".");
                    continue;
                }
                for (int number = 0; number < tries; number++) {
                    Trial trial = run.strike(fault);
                    System.out.println(LocalTime.now(ZoneOffset.UTC) + " " + trial);
                    all.add(trial);
                }
            }
            if (load.failures() > 0) {
                remarks.add("- " + load.failures() + " records were given up with " + size + " brokers.");
            }
        }
    }
}

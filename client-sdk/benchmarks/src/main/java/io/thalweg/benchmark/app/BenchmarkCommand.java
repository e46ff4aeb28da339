package io.thalweg.benchmark.app;

import io.thalweg.benchmark.cluster.KafkaSystem;
import io.thalweg.benchmark.cluster.NatsSystem;
import io.thalweg.benchmark.cluster.SystemUnderTest;
import io.thalweg.benchmark.cluster.ThalwegSystem;
import io.thalweg.benchmark.load.Workload.Span;
import io.thalweg.benchmark.plan.Catalogue;
import io.thalweg.benchmark.plan.Scenario;
import io.thalweg.benchmark.plan.Turn;
import io.thalweg.benchmark.report.Machine;
import io.thalweg.benchmark.report.Page;
import io.thalweg.benchmark.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures, prints the tables and writes the page. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        subcommands = RegressionCommand.class,
        description = "Thalweg beside its rivals, on the same machine, with the same records.")
final class BenchmarkCommand implements Callable<Integer> {
    private static final int QUICK_SECONDS = 5;
    private static final int SECONDS = 15;

    @Option(
            names = "--scenarios",
            paramLabel = "S",
            split = ",",
            description = "only these, by name or section; * stands for any letters (default: all)")
    private List<String> names = List.of();

    @Option(names = "--list", description = "print the names of the scenarios and end")
    private boolean list;

    @Option(names = "--tries", paramLabel = "N", description = "runs of each (default: 3, quick: 1)")
    private @Nullable Integer tries;

    @Option(names = "--seconds", paramLabel = "N", description = "of each measurement (default: 15, quick: 5)")
    private @Nullable Integer seconds;

    @Option(
            names = "--warmup",
            paramLabel = "N",
            description = "seconds before each measurement; brokers get twice as much at first (default: as --seconds)")
    private @Nullable Integer warmup;

    @Option(names = "--quick", description = "one short run of each: shows that it works, and what is far off")
    private boolean quick;

    @Option(
            names = "--java",
            paramLabel = "DIR",
            split = ",",
            description = "homes of the JDKs to run with (default: the one of this process)")
    private List<Path> javaHomes = List.of(Path.of(System.getProperty("java.home")));

    @Option(names = "--heap", paramLabel = "N", defaultValue = "1g", description = "of each process (default: 1g)")
    private String heap = "1g";

    @Option(
            names = "--systems",
            paramLabel = "S",
            split = ",",
            description = "thalweg and one of kafka, nats (default: thalweg, kafka)")
    private List<String> systems = List.of("thalweg", "kafka");

    @Option(names = "--report", paramLabel = "FILE", description = "where to write the page (default: nowhere)")
    private @Nullable Path report;

    @Option(names = "--caveat", paramLabel = "TEXT", description = "a sentence for the head of the page")
    private String caveat = "";

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description =
                    "where each figure goes at once; figures that are there count, too (default: a new file in the work folder)")
    private @Nullable Path file;

    @Option(names = "--no-run", description = "only make the page of the figures in --results")
    private boolean noRun;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "where brokers keep data (default: the system's folder)")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(names = "--keep", description = "leave the folders of the brokers, with their logs")
    private boolean keep;

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "root of the checkout")
    private Path home = Path.of(".");

    @Option(names = "--kafka", paramLabel = "V", required = true, description = "version of the Kafka jars")
    private String kafka = "";

    private BenchmarkCommand() {}

    /** Runs it and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Scenario> chosen = asked(() -> new Catalogue(quick).named(names));
        if (list) {
            chosen.forEach(scenario -> System.out.println(scenario.name() + "\t" + scenario.title()));
            return 0;
        }
        Path folder = newFolder();
        Results results = new Results(file != null ? file : folder.resolve("results.tsv"));
        int length = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        Span span = new Span(warmup != null ? warmup : length, length);
        int attempts = tries != null ? tries : quick ? 1 : 3;
        boolean whole = true;
        List<SystemUnderTest> chosenSystems =
                asked(() -> systems.stream().map(this::system).toList());
        SystemUnderTest rival = asked(() -> rival(chosenSystems));
        if (!noRun) {
            whole = turns(folder, span, results).all(Turn.of(javaHomes, chosenSystems, chosen, attempts));
        }
        Page page = new Page(results, new Catalogue(quick).all(), rival.title());
        System.out.println("\n" + page.tables());
        if (report != null) {
            String machine =
                    Machine.describe(home, LocalDate.now(ZoneOffset.UTC).toString());
            page.write(
                    report,
                    new Page.Setting(
                            new Page.Rival(rival.product(), rival.notes()),
                            machine,
                            heap,
                            TurnRun.brokerWarmup(span),
                            span.warmupSeconds(),
                            attempts,
                            caveat));
        }
        System.out.println((keep || file == null ? "work folder and figures in " : "worked in ") + folder);
        return whole ? 0 : 1;
    }

    /** What the user asked for; if it is not there, that needs no stack trace. */
    private <T> T asked(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(new CommandLine(this), e.getMessage(), e);
        }
    }

    Path home() {
        return home;
    }

    /** Home of the first JDK. */
    Path java() {
        return javaHomes.get(0);
    }

    /** A new folder for brokers and figures. */
    Path newFolder() throws IOException {
        // createDirectories refuses a link to a folder.
        if (!Files.isDirectory(work)) {
            Files.createDirectories(work);
        }
        return Files.createTempDirectory(work, "thalweg-benchmark-");
    }

    TurnRun turns(Path folder, Span span, Results results) {
        return new TurnRun(home, folder, heap, span, keep, results);
    }

    private SystemUnderTest system(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "thalweg" -> new ThalwegSystem();
            case "kafka" -> new KafkaSystem(kafka);
            case "nats" -> new NatsSystem();
            default ->
                throw new IllegalArgumentException("no system is called " + name + "; there are thalweg, kafka, nats");
        };
    }

    /** Whom Thalweg is compared with: Kafka if nobody is named. */
    private SystemUnderTest rival(List<SystemUnderTest> chosen) {
        List<SystemUnderTest> rivals = chosen.stream()
                .filter(system -> !(system instanceof ThalwegSystem))
                .toList();
        if (rivals.size() > 1) {
            throw new IllegalArgumentException(
                    "a page has one rival; run --systems thalweg,kafka and thalweg,nats apart");
        }
        return rivals.isEmpty() ? new KafkaSystem(kafka) : rivals.get(0);
    }
}

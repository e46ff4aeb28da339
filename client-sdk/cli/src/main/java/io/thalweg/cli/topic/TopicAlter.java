package io.thalweg.cli.topic;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.TopicAlteration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg topic alter}. */
@Command(
        name = "alter",
        description =
                "Change settings of a topic or add partitions to it; returns when all its leaders go by the change.")
final class TopicAlter implements Callable<Integer> {
    private final Terminal terminal;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "NAME", description = "the topic")
    private String name = "";

    @Option(
            names = "--config",
            paramLabel = "KEY=VALUE",
            description = "a setting of the topic, as retention.ms=7d; may be repeated")
    private Map<String, String> config = new LinkedHashMap<>();

    @Option(
            names = "--reset",
            paramLabel = "KEY",
            description = "a setting to set back to its default; may be repeated")
    private List<String> reset = List.of();

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "0",
            description = "how many partitions it shall have, at least as many as now")
    private int partitions;

    @Option(names = "--dry-run", description = "check everything and change nothing")
    private boolean dryRun;

    TopicAlter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (partitions < 0 || (partitions == 0 && config.isEmpty() && reset.isEmpty())) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Say what to change: --config, --reset or --partitions with a number above 0.");
        }
        TopicAlteration change = new TopicAlteration(name, config, Set.copyOf(reset), partitions);
        try (var client = cluster.connect("topic-alter")) {
            var admin = client.admin();
            AlteredTopic altered = cluster.await(dryRun ? admin.validateAlteration(change) : admin.alterTopic(change));
            if (!output.json()) {
                altered.warnings().forEach(warning -> terminal.err().println("note: " + warning));
            }
            output.print(terminal, () -> json(name, altered, dryRun), () -> text(name, altered, dryRun));
        }
        return 0;
    }

    static Object json(String name, AlteredTopic altered, boolean dryRun) {
        return Json.object(
                "name",
                name,
                "topicId",
                altered.topicId().toString(),
                "partitions",
                altered.partitions(),
                "config",
                new TreeMap<>(altered.config()),
                "warnings",
                altered.warnings(),
                "changed",
                altered.changed() && !dryRun);
    }

    static String text(String name, AlteredTopic altered, boolean dryRun) {
        String outcome = altered.changed() ? (dryRun ? "would be altered" : "altered") : "is so already";
        String config = new TreeMap<>(altered.config())
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
        return "topic %s %s: %d partitions%s\n"
                .formatted(name, outcome, altered.partitions(), config.isEmpty() ? "" : ", " + config);
    }
}

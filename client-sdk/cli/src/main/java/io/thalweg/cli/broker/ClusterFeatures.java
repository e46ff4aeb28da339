package io.thalweg.cli.broker;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.api.admin.FeatureLevels;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg cluster features}. */
@Command(
        name = "features",
        description = "Show the feature level that the cluster uses; finalise a higher one after a rolling upgrade.")
final class ClusterFeatures implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--finalise",
            paramLabel = "LEVEL",
            description = "use this level from now on; brokers of older software are refused then, for good")
    private @Nullable Integer level;

    ClusterFeatures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Integer wanted = level;
        try (var client = cluster.connect("cluster-features")) {
            FeatureLevels levels = cluster.await(
                    wanted == null
                            ? client.admin().describeFeatures()
                            : client.admin().finaliseFeatureLevel(wanted));
            output.print(terminal, () -> json(levels), () -> text(levels));
        }
        return 0;
    }

    static Object json(FeatureLevels levels) {
        return Json.object(
                "finalised",
                levels.finalised(),
                "highest",
                levels.highest(),
                "brokers",
                levels.supported().entrySet().stream()
                        .map(broker -> Json.object("broker", broker.getKey(), "level", broker.getValue()))
                        .toList());
    }

    static String text(FeatureLevels levels) {
        Table table = Table.of("BROKER", "SUPPORTS");
        levels.supported().forEach((broker, level) -> table.row(broker, level));
        String next = levels.highest() > levels.finalised()
                ? "\nall brokers support " + levels.highest() + ": `thalweg cluster features --finalise "
                        + levels.highest() + "` when the old version is not needed any more"
                : "";
        return "feature level " + levels.finalised() + next + "\n" + table.text();
    }
}

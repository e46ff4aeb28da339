package io.thalweg.cli.quickstart;

import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.local.command.LocalOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thalweg quickstart}: the main job against a local cluster that runs. */
@Command(name = "quickstart", description = "Run the main job against the local cluster and check every promise.")
public final class QuickstartCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "where to write what is produced, KEY TAB VALUE")
    private Path input = Path.of("");

    private QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    public static CommandLine assemble(Terminal terminal) {
        return new CommandLine(new QuickstartCommand(terminal));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LocalCluster cluster = local.cluster();
        ClassCatalogue catalogue = ClassCatalogue.read();
        catalogue.writeTo(input);
        MainJob.Outcome outcome;
        try (ThalwegClient client = ThalwegClient.connect(cluster.bootstrap());
                Progress progress = terminal.progress("main job", catalogue.size())) {
            outcome = new MainJob(cluster, client, progress).run(catalogue);
        }
        output.print(terminal, () -> OutcomeView.json(outcome), () -> OutcomeView.text(outcome));
        if (!outcome.findings().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "NOT_PROVED",
                    String.join("\n", outcome.findings()),
                    "this is a bug in Thalweg: keep the brokers' folders and report it");
        }
        return 0;
    }
}

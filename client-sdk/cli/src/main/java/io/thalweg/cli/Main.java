package io.thalweg.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thalweg.broker.app.ServerMain;
import io.thalweg.cli.terminal.FailureReport;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The {@code thalweg} command. */
public final class Main {
    private static final String SERVER = "server";

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(Terminal.ofProcess(), System.getenv(), args));
    }

    /** Runs a command and returns its exit code, 0 to 6. A server runs until it is stopped. */
    static int run(Terminal terminal, Map<String, String> environment, String... args) {
        if (args.length > 0 && args[0].equals(SERVER)) {
            return ServerMain.run(Arrays.copyOfRange(args, 1, args.length));
        }
        boolean plain = environment.containsKey("NO_COLOR") || !terminal.outIsTerminal();
        boolean json = asksForJson(args);
        var root = new CommandLine(CommandSpec.create().name("thalweg"));
        root.getCommandSpec()
                .usageMessage()
                .description("Runs and uses a Thalweg cluster.")
                .footer(
                        "",
                        "Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 refused, 5 unhealthy, 6 unreachable or timed out.",
                        "`thalweg COMMAND --help` says more about a command.");
        for (CommandEntry entry : CommandEntry.ALL) {
            root.addSubcommand(entry.name(), entry.line(terminal, Arrays.asList(args)));
        }
        complete(root);
        root.setColorScheme(CommandLine.Help.defaultColorScheme(plain ? Ansi.OFF : Ansi.ON))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(terminal.out(), true, UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, UTF_8))
                .setParameterExceptionHandler((wrong, given) -> report(terminal, usage(wrong), json))
                .setExecutionExceptionHandler(
                        (thrown, line, parsed) -> report(terminal, FailureReport.of(thrown), json));
        int exitCode = root.execute(args);
        terminal.out().flush();
        return exitCode;
    }

    /** Gives {@code --help} and {@code --version} to every command. */
    private static void complete(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        line.getSubcommands().values().forEach(Main::complete);
    }

    private static boolean asksForJson(String... args) {
        List<String> all = Arrays.asList(args);
        for (int i = 0; i < all.size(); i++) {
            String arg = all.get(i);
            boolean named = arg.equals("--output") || arg.equals("-o");
            if (named && i + 1 < all.size() && all.get(i + 1).equalsIgnoreCase("json")
                    || arg.equalsIgnoreCase("--output=json")
                    || arg.equalsIgnoreCase("-o=json")
                    || arg.equalsIgnoreCase("-ojson")) {
                return true;
            }
        }
        return false;
    }

    private static FailureReport usage(ParameterException wrong) {
        String message = wrong.getMessage();
        return FailureReport.usage(
                message == null ? "wrong command line" : message,
                wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }

    private static int report(Terminal terminal, FailureReport failure, boolean json) {
        terminal.out().flush();
        if (json) {
            terminal.err().println(failure.json());
        } else {
            terminal.err().print(failure.text());
        }
        terminal.err().flush();
        return failure.exitCode().number();
    }

    /** The version of the installed jars. */
    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ThalwegClient.class.getPackage().getImplementationVersion();
            return new String[] {"thalweg " + (version == null ? "development" : version)};
        }
    }
}

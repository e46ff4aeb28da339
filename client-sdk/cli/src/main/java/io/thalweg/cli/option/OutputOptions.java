package io.thalweg.cli.option;

import io.thalweg.cli.terminal.Terminal;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --output}, for every command that prints data. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (default) for people, json for programs")
    private OutputFormat format = OutputFormat.TABLE;

    public boolean json() {
        return format == OutputFormat.JSON;
    }

    /** Prints the one or the other; both are asked for only when they are printed. */
    public void print(Terminal terminal, Supplier<Object> json, Supplier<String> table) {
        if (json()) {
            terminal.json(json.get());
        } else {
            terminal.print(table.get());
        }
    }
}

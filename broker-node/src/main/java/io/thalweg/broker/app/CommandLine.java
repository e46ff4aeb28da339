package io.thalweg.broker.app;

import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code thalweg server}.
 *
 * @param config the properties file, null for none
 * @param assignments {@code key=value} pairs in order
 * @param idFromHostname take the broker id from the number at the end of the host name, plus one
 * @param help print the usage and do nothing else
 */
record CommandLine(@Nullable Path config, List<String> assignments, boolean idFromHostname, boolean help) {

    static final String USAGE = """
            Usage: thalweg server [--config FILE] [--set KEY=VALUE]... [--broker-id-from-hostname]

              --config FILE               properties file, see docs/operations/configuration.md
              --set KEY=VALUE             overrides one key of the file and the environment; may be repeated
              --broker-id-from-hostname   broker.id is the number at the end of the host name, plus one
              --help                      print this
            """;

    private static final Pattern ORDINAL = Pattern.compile(".*-(\\d{1,9})");

    static CommandLine parse(List<String> arguments) throws SettingsException {
        @Nullable Path config = null;
        List<String> assignments = new ArrayList<>();
        boolean idFromHostname = false;
        boolean help = false;
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            switch (argument) {
                case "--config" -> config = Path.of(valueOf(argument, arguments, ++index));
                case "--set" -> assignments.add(valueOf(argument, arguments, ++index));
                case "--broker-id-from-hostname" -> idFromHostname = true;
                case "--help", "-h" -> help = true;
                default ->
                    throw new SettingsException(
                            "Unknown argument " + argument,
                            "The server does not know it.",
                            "See thalweg server --help.");
            }
        }
        return new CommandLine(config, assignments, idFromHostname, help);
    }

    private static String valueOf(String flag, List<String> arguments, int index) throws SettingsException {
        if (index >= arguments.size()) {
            throw new SettingsException(
                    "The flag " + flag + " has no value", "It ends the command line.", "See thalweg server --help.");
        }
        return arguments.get(index);
    }

    ServerSettings settings(Map<String, String> environment) throws SettingsException {
        List<String> all = new ArrayList<>(assignments);
        if (idFromHostname) {
            all.add("broker.id=" + idFrom(environment.getOrDefault("HOSTNAME", "")));
        }
        return ServerSettings.load(config, environment, all);
    }

    private static int idFrom(String hostname) throws SettingsException {
        Matcher ordinal = ORDINAL.matcher(hostname);
        if (!ordinal.matches()) {
            throw new SettingsException(
                    "Cannot take broker.id from the host name '" + hostname + "'",
                    "It does not end with a dash and a number.",
                    "Set broker.id instead of --broker-id-from-hostname.");
        }
        return Integer.parseInt(ordinal.group(1)) + 1;
    }
}

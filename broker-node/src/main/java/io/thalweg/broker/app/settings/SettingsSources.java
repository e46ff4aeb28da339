package io.thalweg.broker.app.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the operator wrote: the file, overridden by the environment, overridden by {@code --set} flags. An unknown
 * key in any of them stops the start and names the nearest known one.
 */
final class SettingsSources {

    /** Variables with our prefix that other programs of the product read. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "THALWEG_JAVA_HOME",
            "THALWEG_JAVA_OPTS",
            "THALWEG_LIB",
            "THALWEG_CLASSPATH",
            "THALWEG_LOG",
            "THALWEG_BOOTSTRAP");

    /** Variables that Kubernetes sets in every pod beside a Service whose name starts with ours. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("THALWEG_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_\\d+_[A-Z0-9_]+)?)");

    private final Map<String, SettingValue> values = new HashMap<>();

    /** Collects all sources. The environment is given, so tests need not change the process. */
    static Map<String, SettingValue> collect(
            @Nullable Path file, Map<String, String> environment, List<String> assignments) throws SettingsException {
        SettingsSources sources = new SettingsSources();
        if (file != null) {
            sources.addFile(file);
        }
        sources.addEnvironment(environment);
        for (String assignment : assignments) {
            sources.addAssignment(assignment);
        }
        return Map.copyOf(sources.values);
    }

    private void addFile(Path file) throws SettingsException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException(
                    "Cannot read the configuration file " + file,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "Name a readable properties file (key = value per line, UTF-8) with --config.");
        }
        for (String key : properties.stringPropertyNames()) {
            add(key, properties.getProperty(key), "file " + file);
        }
    }

    private void addEnvironment(Map<String, String> environment) throws SettingsException {
        Map<String, String> keyByVariable = new HashMap<>();
        SettingCatalogue.ALL.forEach(setting -> keyByVariable.put(setting.environmentName(), setting.key()));
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            String key = keyByVariable.get(name);
            if (key != null) {
                add(key, variable.getValue(), "environment " + name);
            } else if (name.startsWith("THALWEG_") && !isForOthers(name)) {
                throw new SettingsException(
                        "Unknown environment variable " + name,
                        "No setting has this name.",
                        "Did you mean " + SettingCatalogue.nearestEnvironmentName(name) + "? Otherwise unset it.");
            }
        }
    }

    private static boolean isForOthers(String name) {
        return OTHER_VARIABLES.contains(name) || SERVICE_LINK.matcher(name).matches();
    }

    private void addAssignment(String assignment) throws SettingsException {
        int equals = assignment.indexOf('=');
        if (equals <= 0) {
            throw new SettingsException(
                    "Cannot read the flag --set " + assignment,
                    "It is not of the form key=value.",
                    "Write for example --set broker.id=1.");
        }
        add(assignment.substring(0, equals).trim(), assignment.substring(equals + 1), "--set");
    }

    private void add(String key, String text, String origin) throws SettingsException {
        if (SettingCatalogue.find(key) == null) {
            throw new SettingsException(
                    "Unknown setting " + key + " (" + origin + ")",
                    "No setting has this name.",
                    "Did you mean " + SettingCatalogue.nearest(key) + "? Otherwise remove it.");
        }
        values.put(key, new SettingValue(text.trim(), origin));
    }
}

package io.thalweg.cli.terminal;

import io.thalweg.client.api.ThalwegException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A failure as the user gets it, on standard error: three lines or a JSON object.
 *
 * @param exitCode how the process ends
 * @param reason upper case with underscores; stable
 * @param message what failed
 * @param remedy what to try
 * @param details facts by name
 */
public record FailureReport(
        ExitCode exitCode, String reason, String message, String remedy, Map<String, String> details) {
    private static final String REPORT_IT = "run it again with THALWEG_LOG=DEBUG and report what it prints";

    public FailureReport {
        details = Map.copyOf(details);
    }

    /** What to say about anything that a command threw. */
    public static FailureReport of(Throwable thrown) {
        if (thrown instanceof CommandFailure own) {
            return new FailureReport(own.exitCode(), own.reason(), message(own), own.remedy(), own.details());
        }
        if (thrown instanceof IllegalArgumentException wrong) {
            return usage(message(wrong), "thalweg --help");
        }
        ThalwegException known = ThalwegException.from(thrown);
        boolean ours = known == thrown || known.getCause() != thrown;
        return new FailureReport(
                ExitCode.of(known.reason()),
                known.reason().name(),
                ours ? message(known) : thrown.toString(),
                ours ? known.remedy() : REPORT_IT,
                known.details());
    }

    /** The command line is wrong. */
    public static FailureReport usage(String message, String help) {
        return new FailureReport(ExitCode.USAGE, "USAGE", message, "see `" + help + "`", Map.of());
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    /** What failed, why, what to try: a line each, unless the message itself has several. */
    public String text() {
        return "error: " + message + "\n  why: " + reason + facts() + "\n  try: " + remedy + "\n";
    }

    private String facts() {
        return details.isEmpty()
                ? ""
                : new TreeMap<>(details)
                        .entrySet().stream()
                                .map(fact -> fact.getKey() + "=" + fact.getValue())
                                .collect(Collectors.joining(", ", " (", ")"));
    }

    /** {@code {"error":{"reason","message","remedy","details":{}}}}. */
    public String json() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("reason", reason);
        error.put("message", message);
        error.put("remedy", remedy);
        error.put("details", new TreeMap<>(details));
        return Json.text(Map.of("error", error));
    }
}

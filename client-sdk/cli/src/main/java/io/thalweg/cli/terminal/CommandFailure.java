package io.thalweg.cli.terminal;

import java.util.Map;

/** A command failed for a reason of its own, one that the client library does not know. */
public final class CommandFailure extends RuntimeException {
    private final ExitCode exitCode;
    private final String reason;
    private final String remedy;
    private final transient Map<String, String> details;

    /**
     * @param reason upper case with underscores, for machines
     * @param message what failed
     * @param remedy what to try
     */
    public CommandFailure(ExitCode exitCode, String reason, String message, String remedy) {
        this(exitCode, reason, message, remedy, Map.of());
    }

    /** As the other, with facts for machines. */
    public CommandFailure(
            ExitCode exitCode, String reason, String message, String remedy, Map<String, String> details) {
        super(message);
        this.exitCode = exitCode;
        this.reason = reason;
        this.remedy = remedy;
        this.details = Map.copyOf(details);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String reason() {
        return reason;
    }

    public String remedy() {
        return remedy;
    }

    public Map<String, String> details() {
        return details;
    }
}

package io.thalweg.cli.local;

import io.thalweg.cli.terminal.CommandFailure;
import io.thalweg.cli.terminal.ExitCode;

/** What can go wrong with a local cluster; each says what to try. */
final class LocalFailure {
    private LocalFailure() {}

    /** It was tried and did not work. */
    static CommandFailure failed(String message, String remedy) {
        return new CommandFailure(ExitCode.FAILED, "LOCAL_CLUSTER_FAILED", message, remedy);
    }

    /** There is no such cluster or broker. */
    static CommandFailure notFound(String message, String remedy) {
        return new CommandFailure(ExitCode.NOT_FOUND, "LOCAL_NOT_FOUND", message, remedy);
    }

    /** Something stands in the way. */
    static CommandFailure refused(String reason, String message, String remedy) {
        return new CommandFailure(ExitCode.REFUSED, reason, message, remedy);
    }

    /** A number is out of range. */
    static CommandFailure usage(String message, String remedy) {
        return new CommandFailure(ExitCode.USAGE, "USAGE", message, remedy);
    }
}

package io.thalweg.cli.terminal;

import io.thalweg.client.api.ErrorReason;

/** How a command ended, for scripts. The numbers are public and never change. */
public enum ExitCode {
    OK(0),
    /** It was tried and failed; the reason is on standard error. */
    FAILED(1),
    /** The command line is wrong. */
    USAGE(2),
    /** What the command names does not exist. */
    NOT_FOUND(3),
    /** The cluster refuses it as it is. */
    REFUSED(4),
    /** The cluster answers, but is not well enough to do it. */
    UNHEALTHY(5),
    /** No answer in time. */
    UNREACHABLE(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit status of the process, 0 to 6. */
    public int number() {
        return number;
    }

    /** The code that belongs to a failure of the client library. */
    public static ExitCode of(ErrorReason reason) {
        return switch (reason) {
            case TOPIC_NOT_FOUND, GROUP_NOT_FOUND, BROKER_NOT_FOUND, PARTITION_OUT_OF_RANGE -> NOT_FOUND;
            case NOT_ENOUGH_REPLICAS, NO_METADATA_QUORUM, DISK_FULL -> UNHEALTHY;
            case WRONG_CLUSTER -> REFUSED;
            default -> ofKind(reason.kind());
        };
    }

    private static ExitCode ofKind(ErrorReason.Kind kind) {
        return switch (kind) {
            case RETRIABLE -> UNREACHABLE;
            case REJECTED -> REFUSED;
            case DATA, FATAL -> FAILED;
        };
    }
}

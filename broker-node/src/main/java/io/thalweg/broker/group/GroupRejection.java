package io.thalweg.broker.group;

/** Why a call was refused; nothing changed. {@code reason} maps to one entry of docs/errors.md. */
public record GroupRejection(Reason reason, String message) {
    /** The reasons of this package, named as in error.proto. */
    public enum Reason {
        INVALID_REQUEST,
        UNKNOWN_MEMBER,
        FENCED_MEMBER,
        GROUP_NOT_FOUND,
        GROUP_NOT_EMPTY
    }
}

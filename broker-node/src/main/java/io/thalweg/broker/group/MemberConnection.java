package io.thalweg.broker.group;

/** Names one member stream at one coordinator; numbers are never reused while the process lives. */
public record MemberConnection(long number) {}

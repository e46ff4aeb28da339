package io.thalweg.broker.group;

import java.util.Objects;

/** Identity of a group member for as long as its session lives; given by the coordinator. Never empty. */
public record MemberId(String value) implements Comparable<MemberId> {
    public MemberId {
        Objects.requireNonNull(value);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a member id is not empty");
        }
        GroupText.require("a member id", value);
    }

    @Override
    public int compareTo(MemberId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

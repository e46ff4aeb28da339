package io.thalweg.client.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A named value that travels with a record. Immutable as long as nobody changes the array that {@link #value()} returns. */
public final class Header {
    private final String name;
    private final byte[] value;

    public Header(String name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    public String name() {
        return name;
    }

    /** The value; not a copy. */
    public byte[] value() {
        return value;
    }

    /** The value as UTF-8 text. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header that && name.equals(that.name) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return name + "=" + text();
    }
}

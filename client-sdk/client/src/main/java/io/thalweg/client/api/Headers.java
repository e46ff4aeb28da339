package io.thalweg.client.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a record, in order; a name may occur more than once. Immutable. */
public final class Headers implements Iterable<Header> {
    private static final Headers EMPTY = new Headers(List.of());

    private final List<Header> all;

    private Headers(List<Header> all) {
        this.all = all;
    }

    public static Headers empty() {
        return EMPTY;
    }

    public static Headers of(List<Header> headers) {
        return headers.isEmpty() ? EMPTY : new Headers(List.copyOf(headers));
    }

    /** These headers and one more. */
    public Headers with(String name, byte[] value) {
        List<Header> more = new ArrayList<>(all.size() + 1);
        more.addAll(all);
        more.add(new Header(name, value));
        return new Headers(List.copyOf(more));
    }

    /** These headers and one more, its value as UTF-8. */
    public Headers with(String name, String value) {
        return with(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** The last header of that name, or null. */
    public @Nullable Header last(String name) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).name().equals(name)) {
                return all.get(i);
            }
        }
        return null;
    }

    /** The headers as an unmodifiable list. */
    public List<Header> asList() {
        return all;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public int size() {
        return all.size();
    }

    @Override
    public Iterator<Header> iterator() {
        return all.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}

package io.thalweg.metadata.image;

import io.thalweg.metadata.model.PartitionUid;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** Set of uids in their order: 64 of them in one word, the words in a persistent map. Immutable. */
final class UidSet implements Iterable<PartitionUid> {

    static final UidSet EMPTY = new UidSet(TreePMap.empty(), 0);

    private static final int PER_WORD = Long.SIZE;

    private final TreePMap<Integer, Long> words;
    private final int size;

    private UidSet(TreePMap<Integer, Long> words, int size) {
        this.words = words;
        this.size = size;
    }

    int size() {
        return size;
    }

    /** With these uids added and then those removed; one step of the map per word that changes. */
    UidSet with(Set<PartitionUid> added, Set<PartitionUid> removed) {
        Map<Integer, Long> adding = masks(added);
        Map<Integer, Long> removing = masks(removed);
        Set<Integer> touched = new TreeSet<>(adding.keySet());
        touched.addAll(removing.keySet());
        TreePMap<Integer, Long> next = words;
        int count = size;
        for (Integer word : touched) {
            Long before = words.get(word);
            long old = before == null ? 0 : before;
            long bits = (old | adding.getOrDefault(word, 0L)) & ~removing.getOrDefault(word, 0L);
            count += Long.bitCount(bits) - Long.bitCount(old);
            next = bits == 0 ? next.minus(word) : next.plus(word, bits);
        }
        return new UidSet(next, count);
    }

    private static Map<Integer, Long> masks(Set<PartitionUid> uids) {
        Map<Integer, Long> masks = new HashMap<>();
        for (PartitionUid uid : uids) {
            masks.merge(uid.value() / PER_WORD, 1L << (uid.value() % PER_WORD), (a, b) -> a | b);
        }
        return masks;
    }

    @Override
    public Iterator<PartitionUid> iterator() {
        return new Each(words);
    }

    private static final class Each implements Iterator<PartitionUid> {

        private final Iterator<Map.Entry<Integer, Long>> rest;
        private int base;
        private long bits;

        Each(TreePMap<Integer, Long> words) {
            this.rest = words.entrySet().iterator();
        }

        @Override
        public boolean hasNext() {
            return bits != 0 || rest.hasNext();
        }

        @Override
        public PartitionUid next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (bits == 0) {
                Map.Entry<Integer, Long> word = rest.next();
                base = word.getKey() * PER_WORD;
                bits = word.getValue();
            }
            int lowest = Long.numberOfTrailingZeros(bits);
            bits &= bits - 1;
            return new PartitionUid(base + lowest);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UidSet that && size == that.size && words.equals(that.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }
}

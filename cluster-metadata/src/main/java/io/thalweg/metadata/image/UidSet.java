package io.thalweg.metadata.image;

import io.thalweg.metadata.model.PartitionUid;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** Set of uids in their order: one bit for each, 4 096 neighbours in one block, the blocks in a persistent map. Immutable. */
final class UidSet extends AbstractSet<PartitionUid> {

    static final UidSet EMPTY = new UidSet(TreePMap.empty(), 0);

    private static final int WORD_BITS = 6;
    private static final int BLOCK_BITS = 12;
    private static final int WORDS = 1 << BLOCK_BITS - WORD_BITS;

    /** Blocks are never written once they are in here, and none is without a bit. */
    private final TreePMap<Integer, long[]> blocks;

    private final int size;

    private UidSet(TreePMap<Integer, long[]> blocks, int size) {
        this.blocks = blocks;
        this.size = size;
    }

    /** The same uids; the collection itself if it is such a set. */
    static UidSet copyOf(Collection<PartitionUid> uids) {
        if (uids instanceof UidSet set) {
            return set;
        }
        Edit edit = new Edit(EMPTY);
        uids.forEach(edit::add);
        return edit.set();
    }

    /** The uids of both. */
    UidSet union(UidSet other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        Edit edit = new Edit(this);
        other.blocks.forEach(edit::addAll);
        return edit.set();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean contains(Object other) {
        if (!(other instanceof PartitionUid uid)) {
            return false;
        }
        long[] block = blocks.get(block(uid));
        return block != null && (block[word(uid)] & bit(uid)) != 0;
    }

    @Override
    public Iterator<PartitionUid> iterator() {
        return new Each(blocks);
    }

    private static int block(PartitionUid uid) {
        return uid.value() >>> BLOCK_BITS;
    }

    private static int word(PartitionUid uid) {
        return uid.value() >>> WORD_BITS & WORDS - 1;
    }

    private static long bit(PartitionUid uid) {
        return 1L << uid.value();
    }

    private static final class Each implements Iterator<PartitionUid> {

        private final Iterator<Map.Entry<Integer, long[]>> rest;
        private long[] words = {};
        private int base;
        private int word;
        private long bits;

        Each(TreePMap<Integer, long[]> blocks) {
            this.rest = blocks.entrySet().iterator();
        }

        @Override
        public boolean hasNext() {
            while (bits == 0) {
                if (word + 1 < words.length) {
                    word++;
                } else if (rest.hasNext()) {
                    Map.Entry<Integer, long[]> block = rest.next();
                    base = block.getKey() << BLOCK_BITS;
                    words = block.getValue();
                    word = 0;
                } else {
                    return false;
                }
                bits = words[word];
            }
            return true;
        }

        @Override
        public PartitionUid next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int lowest = Long.numberOfTrailingZeros(bits);
            bits &= bits - 1;
            return new PartitionUid(base + (word << WORD_BITS) + lowest);
        }
    }

    /** A set that changes in place, until {@link #set} gives it; copies a block once, however much of it changes. */
    static final class Edit {

        private final UidSet base;
        private final Map<Integer, long[]> copies = new HashMap<>();
        private int size;
        /** The block that was used last: the next uid is mostly in the same one. */
        private int number = -1;

        private long[] block = {};

        Edit(UidSet base) {
            this.base = base;
            this.size = base.size;
        }

        void add(PartitionUid uid) {
            long[] words = words(block(uid));
            size += (words[word(uid)] & bit(uid)) == 0 ? 1 : 0;
            words[word(uid)] |= bit(uid);
        }

        private void addAll(int number, long[] added) {
            long[] words = words(number);
            for (int word = 0; word < WORDS; word++) {
                size += Long.bitCount(added[word] & ~words[word]);
                words[word] |= added[word];
            }
        }

        void remove(PartitionUid uid) {
            long[] words = words(block(uid));
            size -= (words[word(uid)] & bit(uid)) == 0 ? 0 : 1;
            words[word(uid)] &= ~bit(uid);
        }

        private long[] words(int wanted) {
            if (wanted != number) {
                number = wanted;
                block = copies.computeIfAbsent(number, missing -> {
                    long[] old = base.blocks.get(missing);
                    return old == null ? new long[WORDS] : old.clone();
                });
            }
            return block;
        }

        /** The result; nothing may be changed after it. */
        UidSet set() {
            TreePMap<Integer, long[]> next = base.blocks;
            for (Map.Entry<Integer, long[]> copy : copies.entrySet()) {
                boolean empty = Arrays.stream(copy.getValue()).allMatch(word -> word == 0);
                next = empty ? next.minus(copy.getKey()) : next.plus(copy.getKey(), copy.getValue());
            }
            return copies.isEmpty() ? base : new UidSet(next, size);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UidSet that ? size == that.size && sameBlocks(that) : super.equals(other);
    }

    private boolean sameBlocks(UidSet that) {
        return blocks.keySet().equals(that.blocks.keySet())
                && blocks.entrySet().stream()
                        .allMatch(block -> Arrays.equals(block.getValue(), that.blocks.get(block.getKey())));
    }

    /** As of any set. */
    @Override
    public int hashCode() {
        return super.hashCode();
    }
}

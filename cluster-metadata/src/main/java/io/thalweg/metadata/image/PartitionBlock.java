package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of 4 096 neighbouring uids, in pages of 64. Immutable; uids are dense, so a change of one partition copies
 * one page and the list of pages, and a change of all copies each page once.
 */
final class PartitionBlock {

    private static final int PAGE_BITS = 6;
    private static final int BLOCK_BITS = 12;
    private static final int PER_PAGE = 1 << PAGE_BITS;
    private static final int PAGES = 1 << BLOCK_BITS - PAGE_BITS;

    private static final PartitionBlock EMPTY = new PartitionBlock(new Partition[PAGES][]);

    private final @Nullable Partition[] @Nullable [] pages;

    private PartitionBlock(@Nullable Partition[] @Nullable [] pages) {
        this.pages = pages;
    }

    /** Number of the block that has this uid. */
    static int number(PartitionUid uid) {
        return uid.value() >>> BLOCK_BITS;
    }

    private static int page(PartitionUid uid) {
        return uid.value() >>> PAGE_BITS & PAGES - 1;
    }

    private static int slot(PartitionUid uid) {
        return uid.value() & PER_PAGE - 1;
    }

    @Nullable
    Partition get(PartitionUid uid) {
        @Nullable Partition[] page = pages[page(uid)];
        return page == null ? null : page[slot(uid)];
    }

    /** A block that changes in place, until {@link #block} gives it. */
    static final class Edit {

        private final @Nullable Partition[] @Nullable [] pages;
        /** One bit per page that is a copy of this edit's own. */
        private long copied;

        /** Null is a block without partitions. */
        Edit(@Nullable PartitionBlock base) {
            this.pages = (base == null ? EMPTY : base).pages.clone();
        }

        @Nullable
        Partition get(PartitionUid uid) {
            @Nullable Partition[] page = pages[page(uid)];
            return page == null ? null : page[slot(uid)];
        }

        /** Replaces what is there, which it returns. */
        @Nullable
        Partition set(PartitionUid uid, @Nullable Partition next) {
            int number = page(uid);
            @Nullable Partition[] page = pages[number];
            if (page == null || (copied & 1L << number) == 0) {
                page = page == null ? new Partition[PER_PAGE] : page.clone();
                pages[number] = page;
                copied |= 1L << number;
            }
            @Nullable Partition old = page[slot(uid)];
            page[slot(uid)] = next;
            return old;
        }

        boolean changed() {
            return copied != 0;
        }

        /** The result, or null if no partition is left; nothing may be changed after it. */
        @Nullable
        PartitionBlock block() {
            for (@Nullable Partition[] page : pages) {
                for (int slot = 0; page != null && slot < PER_PAGE; slot++) {
                    if (page[slot] != null) {
                        return new PartitionBlock(pages);
                    }
                }
            }
            return null;
        }
    }
}

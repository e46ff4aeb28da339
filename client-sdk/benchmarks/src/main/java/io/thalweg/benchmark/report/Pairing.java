package io.thalweg.benchmark.report;

import io.thalweg.benchmark.driver.Durability;

/** Which durability of Thalweg is compared with which one of its rivals. */
enum Pairing {
    OWN("Thalweg fsync, rival page cache", Durability.FSYNC, Durability.PAGE_CACHE),
    BOTH_SYNC("fsync for both", Durability.FSYNC, Durability.FSYNC),
    NONE_SYNC("page cache for both", Durability.PAGE_CACHE, Durability.PAGE_CACHE);

    private final String title;
    private final Durability ours;
    private final Durability theirs;

    Pairing(String title, Durability ours, Durability theirs) {
        this.title = title;
        this.ours = ours;
        this.theirs = theirs;
    }

    String title() {
        return title;
    }

    Durability ours() {
        return ours;
    }

    Durability theirs() {
        return theirs;
    }
}

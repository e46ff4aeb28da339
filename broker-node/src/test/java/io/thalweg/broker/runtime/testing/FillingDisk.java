package io.thalweg.broker.runtime.testing;

import io.thalweg.broker.runtime.link.DiskSpace;

/** A disk that is as full as a test says; at first it is empty. */
public final class FillingDisk implements DiskSpace {
    private volatile boolean noAppends;
    private volatile boolean noFollowing;

    /** How much of it may be used from now on. */
    public void allow(boolean appends, boolean following) {
        noAppends = !appends;
        noFollowing = !following;
    }

    @Override
    public boolean nearlyFull() {
        return noAppends;
    }

    @Override
    public boolean tooFullToFollow() {
        return noFollowing;
    }

    @Override
    public long freeBytes() {
        return noAppends ? 5 : Long.MAX_VALUE;
    }
}

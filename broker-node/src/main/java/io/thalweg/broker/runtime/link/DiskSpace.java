package io.thalweg.broker.runtime.link;

/** Watches the free space of the data directory. Thread-safe and cheap: called for each append. */
public interface DiskSpace {
    /** A disk that never fills. */
    DiskSpace UNLIMITED = new DiskSpace() {
        @Override
        public boolean nearlyFull() {
            return false;
        }

        @Override
        public boolean tooFullToFollow() {
            return false;
        }

        @Override
        public long freeBytes() {
            return Long.MAX_VALUE;
        }
    };

    /** Whether appends of clients must be refused. */
    boolean nearlyFull();

    /** Whether replicas must not take records of their leaders either. Comes later than {@link #nearlyFull}. */
    boolean tooFullToFollow();

    /** Free bytes as last seen. */
    long freeBytes();
}

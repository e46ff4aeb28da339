package io.thalweg.cli.chaos.history;

/** Where a record is. */
record Place(int partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}

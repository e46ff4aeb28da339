package io.thalweg.cli.chaos.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** One file: the bytes that are durable, and changes of which a power cut leaves what it likes. */
final class FileModel {
    static final int SECTOR = 512;

    private final List<Change> pending = new ArrayList<>();
    private byte[] bytes;
    private int size;

    /** Bytes written at a place, or a new size if there are none. */
    private static final class Change {
        private final long number;
        private final int place;
        private final byte[] bytes;

        Change(long number, int place, byte[] bytes) {
            this.number = number;
            this.place = place;
            this.bytes = bytes;
        }

        boolean resizes() {
            return bytes.length == 0;
        }

        int end() {
            return place + bytes.length;
        }

        /** The part of it from one place to another. */
        Change part(int start, int stop) {
            return new Change(number, start, Arrays.copyOfRange(bytes, start - place, stop - place));
        }
    }

    /** A file with this content, durable. */
    FileModel(byte[] content) {
        this.bytes = content;
        this.size = content.length;
    }

    void write(long number, long place, byte[] written) {
        if (written.length > 0) {
            pending.add(new Change(number, Math.toIntExact(place), written));
        }
    }

    void resize(long number, long length) {
        pending.add(new Change(number, Math.toIntExact(length), new byte[0]));
    }

    /** What changed up to that number is durable. */
    void sync(long number) {
        for (Iterator<Change> all = pending.iterator(); all.hasNext(); ) {
            Change change = all.next();
            if (change.number <= number) {
                apply(change);
                all.remove();
            }
        }
    }

    /** The power is gone: nothing of what is pending is kept, or all, or its beginning, or any sectors of it. */
    void cut(Random random, boolean scattered) {
        switch (random.nextInt(scattered ? 4 : 3)) {
            case 0 -> pending.clear();
            case 1 -> pending.forEach(this::apply);
            case 2 -> keepBeginning(random);
            default -> pending.forEach(change -> keepSectors(change, random));
        }
        pending.clear();
    }

    private void keepBeginning(Random random) {
        int whole = random.nextInt(pending.size() + 1);
        pending.subList(0, whole).forEach(this::apply);
        if (whole < pending.size() && !pending.get(whole).resizes()) {
            Change torn = pending.get(whole);
            int stop = (torn.place + random.nextInt(torn.bytes.length + 1)) / SECTOR * SECTOR;
            if (stop > torn.place) {
                apply(torn.part(torn.place, stop));
            }
        }
    }

    private void keepSectors(Change change, Random random) {
        if (change.resizes()) {
            if (random.nextBoolean()) {
                apply(change);
            }
            return;
        }
        for (int start = change.place; start < change.end(); start = (start / SECTOR + 1) * SECTOR) {
            if (random.nextBoolean()) {
                apply(change.part(start, Math.min((start / SECTOR + 1) * SECTOR, change.end())));
            }
        }
    }

    private void apply(Change change) {
        if (change.resizes()) {
            resizeNow(change.place);
            return;
        }
        if (change.end() > size) {
            resizeNow(change.end());
        }
        System.arraycopy(change.bytes, 0, bytes, change.place, change.bytes.length);
    }

    private void resizeNow(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, 2 * bytes.length));
        }
        if (length < size) {
            Arrays.fill(bytes, length, size, (byte) 0);
        }
        size = length;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /** What is durable. */
    byte[] content() {
        return Arrays.copyOf(bytes, size);
    }
}

package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of a journal with a memory of what is durable of it, so that a power cut can be played. */
final class UnforcedDisk {
    private final Path folder;

    /** Names and content that are durable. */
    private final Map<Path, byte[]> durable = new TreeMap<>();

    /** Files that were removed, which a cut may bring back. */
    private final Map<Path, byte[]> removed = new TreeMap<>();

    /** Writes that are not durable, in their order. */
    private final List<Write> unforced = new ArrayList<>();

    /** What files held before the append that is watched. */
    private final Map<Path, byte[]> before = new TreeMap<>();

    /** Of files that were made ahead: what they hold where no write is kept. */
    private final Map<Path, byte[]> blank = new TreeMap<>();

    private record Write(Path file, int place, int length) {}

    UnforcedDisk(Path folder) {
        this.folder = folder;
    }

    void clear() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
    }

    /** A file that is made ahead is durable, but its name may not be. */
    void made() throws IOException {
        for (Path file : files()) {
            if (!file.toString().endsWith(SegmentFile.ENDING)) {
                durable.put(file, Files.readAllBytes(file));
            }
        }
    }

    /** What the new journal removes may come back, but not what would follow it. */
    void beforeBegin(long next) throws IOException {
        removed.clear();
        for (SegmentFile file : SegmentFile.in(folder)) {
            if (file.first() < next) {
                removed.put(file.path(), Files.readAllBytes(file.path()));
            }
        }
    }

    void begun() throws IOException {
        synced();
    }

    void beforeAppend() throws IOException {
        before.clear();
        for (Path file : files()) {
            before.put(file, Files.readAllBytes(file));
        }
    }

    /** A new file got its header in a write of its own. */
    void appended() throws IOException {
        for (Path file : files()) {
            byte[] old = before.get(file);
            if (old == null) {
                unforced.add(new Write(file, 0, SegmentFile.HEADER_BYTES));
                old = Arrays.copyOf(Files.readAllBytes(file), SegmentFile.HEADER_BYTES);
                noteIfMadeAhead(file);
            }
            int from = Arrays.mismatch(old, Files.readAllBytes(file));
            if (from >= 0) {
                unforced.add(new Write(file, from, lastWritten(file) - from));
            }
        }
    }

    private void noteIfMadeAhead(Path file) {
        before.forEach((name, content) -> {
            if (!Files.exists(name)) {
                blank.put(file, new byte[content.length]);
            }
        });
    }

    /** In a file that was made ahead, zeros follow. */
    private static int lastWritten(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        return end;
    }

    void synced() throws IOException {
        unforced.clear();
        durable.clear();
        for (Path file : files()) {
            durable.put(file, Files.readAllBytes(file));
        }
    }

    void beforeRelease() throws IOException {
        for (Path file : files()) {
            removed.put(file, Files.readAllBytes(file));
        }
    }

    /** Nothing of what is not durable is kept, or all, or its beginning, or any sectors and any names. */
    void cut(Random random) throws IOException {
        Map<Path, byte[]> left = new TreeMap<>();
        durable.forEach((file, content) -> {
            if (Files.exists(file) || random.nextBoolean()) {
                left.put(file, content);
            }
        });
        removed.forEach((file, content) -> {
            if (!Files.exists(file) && random.nextBoolean()) {
                left.putIfAbsent(file, content);
            }
        });
        int kept = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> unforced.size();
            case 2 -> random.nextInt(unforced.size() + 1);
            default -> -1;
        };
        for (int i = 0; i < unforced.size(); i++) {
            Write write = unforced.get(i);
            byte[] content = Files.readAllBytes(write.file());
            if (kept < 0) {
                keepSectors(left, write, content, random);
            } else if (i < kept) {
                keep(left, write.file(), content, write.place(), write.place() + write.length());
            } else if (i == kept) {
                int stop = (write.place() + random.nextInt(write.length() + 1)) / Sectors.BYTES * Sectors.BYTES;
                keep(left, write.file(), content, write.place(), stop);
            }
        }
        clear();
        for (Map.Entry<Path, byte[]> file : left.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        synced();
    }

    private void keepSectors(Map<Path, byte[]> left, Write write, byte[] content, Random random) {
        boolean named = left.containsKey(write.file()) || random.nextBoolean();
        int end = write.place() + write.length();
        int stop;
        for (int start = write.place(); named && start < end; start = stop) {
            stop = Math.min(end, (start / Sectors.BYTES + 1) * Sectors.BYTES);
            if (random.nextBoolean()) {
                keep(left, write.file(), content, start, stop);
            } else {
                left.putIfAbsent(write.file(), blank(write.file()));
            }
        }
    }

    private void keep(Map<Path, byte[]> left, Path file, byte[] content, int from, int to) {
        byte[] old = left.getOrDefault(file, blank(file));
        byte[] grown = Arrays.copyOf(old, Math.max(old.length, to));
        if (from < to) {
            System.arraycopy(content, from, grown, from, to - from);
        }
        left.put(file, grown);
    }

    private byte[] blank(Path file) {
        return blank.getOrDefault(file, new byte[0]);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

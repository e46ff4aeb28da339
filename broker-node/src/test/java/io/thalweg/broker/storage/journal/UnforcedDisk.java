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

    private final Map<Path, Long> sizes = new TreeMap<>();

    private record Write(Path file, int place, int length) {}

    UnforcedDisk(Path folder) {
        this.folder = folder;
    }

    void clear() throws IOException {
        for (Path file : files()) {
            Files.delete(file);
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
        sizes.clear();
        for (Path file : files()) {
            sizes.put(file, Files.size(file));
        }
    }

    /** A new file got its header in a write of its own. */
    void appended() throws IOException {
        for (Path file : files()) {
            int before = Math.toIntExact(sizes.getOrDefault(file, 0L));
            int size = Math.toIntExact(Files.size(file));
            if (!sizes.containsKey(file)) {
                unforced.add(new Write(file, 0, SegmentFile.HEADER_BYTES));
                before = SegmentFile.HEADER_BYTES;
            }
            if (size > before) {
                unforced.add(new Write(file, before, size - before));
            }
        }
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

    private static void keepSectors(Map<Path, byte[]> left, Write write, byte[] content, Random random) {
        boolean named = left.containsKey(write.file()) || random.nextBoolean();
        int end = write.place() + write.length();
        int stop;
        for (int start = write.place(); named && start < end; start = stop) {
            stop = Math.min(end, (start / Sectors.BYTES + 1) * Sectors.BYTES);
            if (random.nextBoolean()) {
                keep(left, write.file(), content, start, stop);
            } else {
                left.putIfAbsent(write.file(), new byte[0]);
            }
        }
    }

    private static void keep(Map<Path, byte[]> left, Path file, byte[] content, int from, int to) {
        byte[] old = left.getOrDefault(file, new byte[0]);
        byte[] grown = Arrays.copyOf(old, Math.max(old.length, to));
        if (from < to) {
            System.arraycopy(content, from, grown, from, to - from);
        }
        left.put(file, grown);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

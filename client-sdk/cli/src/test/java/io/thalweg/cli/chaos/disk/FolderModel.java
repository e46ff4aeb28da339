package io.thalweg.cli.chaos.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A data folder as its disk has it, followed through the journal: names are durable when their folder was forced, bytes when
 * their file was. A power cut draws what becomes of the rest.
 */
final class FolderModel {
    private final Path root;
    private final NavigableMap<String, Node> durable = new TreeMap<>();
    private final List<NameChange> pending = new ArrayList<>();
    private final Map<Long, FileModel> byInode = new HashMap<>();
    private long before;
    private long last;

    /** A file, or a folder if there is none. */
    private record Node(@Nullable FileModel file) {}

    /** {@code from} is gone; {@code to} is what it was, or {@code node} if that is given. */
    private record NameChange(
            long number,
            @Nullable String from,
            @Nullable String to,
            @Nullable Node node) {

        boolean concerns(String folder) {
            return isIn(folder, from) || isIn(folder, to);
        }

        private static boolean isIn(String folder, @Nullable String path) {
            return path != null && path.substring(0, path.lastIndexOf('/')).equals(folder);
        }
    }

    /** A folder that is empty and whose own name is durable. */
    FolderModel(Path root) {
        this.root = root;
    }

    /** Follows one life of the broker. */
    void follow(Path journal) throws IOException {
        beginLife();
        Journal.read(journal, this::onCall);
    }

    /** The numbers of the calls begin anew. */
    void beginLife() {
        before = last;
    }

    /** The next call of this life. */
    void onCall(Journal.Call call) {
        long number = before + call.number();
        last = Math.max(last, number);
        FileModel file = byInode.get(call.inode());
        switch (call.op()) {
            case WRITE -> {
                if (file != null) {
                    file.write(number, call.a(), call.bytes());
                }
            }
            case TRUNCATE -> {
                if (file != null) {
                    file.resize(number, call.a());
                }
            }
            case SYNC -> onSync(call, file);
            case CREATE -> {
                if (call.a() == 0 || file == null) {
                    Node node = new Node(new FileModel(new byte[0]));
                    byInode.put(call.inode(), node.file());
                    pending.add(new NameChange(number, null, call.path(), node));
                }
            }
            case MKDIR -> pending.add(new NameChange(number, null, call.path(), new Node(null)));
            case RENAME -> pending.add(new NameChange(number, call.path(), call.newPath(), null));
            case UNLINK -> pending.add(new NameChange(number, call.path(), null, null));
        }
    }

    private void onSync(Journal.Call call, @Nullable FileModel file) {
        long number = before + call.a();
        if (call.b() == 0) {
            if (file != null) {
                file.sync(number);
            }
            return;
        }
        for (Iterator<NameChange> all = pending.iterator(); all.hasNext(); ) {
            NameChange change = all.next();
            if (change.number() <= number && change.concerns(call.path())) {
                apply(change);
                all.remove();
            }
        }
    }

    private void apply(NameChange change) {
        if (change.from() == null) {
            durable.put(change.to(), change.node());
            return;
        }
        NavigableMap<String, Node> below =
                new TreeMap<>(durable.subMap(change.from() + "/", true, change.from() + "0", false));
        Node node = durable.remove(change.from());
        below.keySet().forEach(durable::remove);
        if (node != null && change.to() != null) {
            durable.put(change.to(), node);
            below.forEach((path, moved) ->
                    durable.put(change.to() + path.substring(change.from().length()), moved));
        }
    }

    /**
     * The power is gone: the folder is made anew as the disk has it.
     *
     * @param scattered whether names and sectors that nobody forced are kept or lost in any order, else in theirs
     */
    void cut(Random random, boolean scattered) throws IOException {
        keepNames(random, scattered);
        for (Node node : durable.values()) {
            FileModel file = node.file();
            if (file != null && file.hasPending()) {
                file.cut(random, scattered);
            }
        }
        pending.clear();
        byInode.clear();
        materialise();
    }

    private void keepNames(Random random, boolean scattered) {
        switch (random.nextInt(scattered ? 4 : 3)) {
            case 0 -> {}
            case 1 -> pending.forEach(this::apply);
            case 2 -> pending.subList(0, random.nextInt(pending.size() + 1)).forEach(this::apply);
            default ->
                pending.forEach(change -> {
                    if (random.nextBoolean()) {
                        apply(change);
                    }
                });
        }
    }

    private void materialise() throws IOException {
        try (Stream<Path> old = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
            for (Path path : old.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(path);
            }
        }
        Files.createDirectories(root);
        Set<String> folders = new HashSet<>(Set.of(root.toString()));
        for (Map.Entry<String, Node> entry : durable.entrySet()) {
            Path path = Path.of(entry.getKey());
            FileModel file = entry.getValue().file();
            if (!folders.contains(String.valueOf(path.getParent()))) {
                continue;
            }
            if (file == null) {
                folders.add(Files.createDirectories(path).toString());
            } else {
                Files.write(path, file.content());
                byInode.put((Long) Files.getAttribute(path, "unix:ino"), file);
            }
        }
        durable.keySet().removeIf(path -> !Files.exists(Path.of(path)));
    }
}

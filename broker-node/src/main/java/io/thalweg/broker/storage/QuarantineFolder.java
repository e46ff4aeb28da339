package io.thalweg.broker.storage;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The quarantine of a data folder: two files for each part. {@code NAME.batches} holds the batches, one after the other,
 * and {@code NAME.json} says what they are. The second is written last, so a part without it was never finished.
 */
public final class QuarantineFolder implements LogQuarantine {
    /** So much is left free for what is under way elsewhere on this disk. */
    private static final long KEPT_FREE_BYTES = 256L << 20;

    private final Path folder;
    private final LongSupplier usableBytes;

    /**
     * @param folder need not exist
     * @param usableBytes what the file system still has
     */
    public QuarantineFolder(Path folder, LongSupplier usableBytes) {
        this.folder = folder;
        this.usableBytes = usableBytes;
    }

    @Override
    public @Nullable Copy begin(QuarantinedPart part) {
        Path batches = batches(part);
        try {
            if (Files.exists(batches) && part.equals(PartFile.read(folder.resolve(PartFile.name(part))))) {
                return null;
            }
            Files.createDirectories(folder);
            DurableFiles.syncFolderOf(folder);
            FileChannel channel = FileChannel.open(
                    batches, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            return new FileCopy(part, channel);
        } catch (IOException e) {
            throw new QuarantineFailure("cannot create " + batches + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<QuarantinedPart> parts() {
        List<QuarantinedPart> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(PartFile::isOne).toList()) {
                QuarantinedPart part = PartFile.read(file);
                if (part == null) {
                    throw new QuarantineFailure(file + " is damaged, or was written by a newer version");
                }
                found.add(part);
            }
        } catch (IOException e) {
            throw new QuarantineFailure("cannot read " + folder + ": " + e.getMessage(), e);
        }
        found.sort(Comparator.comparing(QuarantinedPart::topic)
                .thenComparing(part -> part.seed().partition())
                .thenComparing(QuarantinedPart::from)
                .thenComparing(QuarantinedPart::recoveryEpoch));
        return found;
    }

    /** The file with the batches of a part, one after the other. */
    public Path batches(QuarantinedPart part) {
        String name = PartFile.name(part);
        return folder.resolve(name.substring(0, name.length() - PartFile.SUFFIX.length()) + ".batches");
    }

    /**
     * Visits the batches of a part in order, each checked.
     *
     * @throws QuarantineFailure if the file is not what was copied; what was visited before is good
     */
    public void read(QuarantinedPart part, Consumer<RecordBatch> visitor) {
        new QuarantineReader(batches(part), part).read(visitor);
    }

    /** The file that says what a part is. */
    private static final class PartFile {
        static final String SUFFIX = ".json";

        private PartFile() {}

        static String name(QuarantinedPart part) {
            return topicId(part.seed()) + "-" + part.seed().partition() + "-" + part.from() + "-" + part.to() + "-"
                    + part.recoveryEpoch() + SUFFIX;
        }

        static boolean isOne(Path file) {
            return String.valueOf(file.getFileName()).endsWith(SUFFIX);
        }

        static String write(QuarantinedPart part) {
            return FlatJson.sealed("""
                    {
                      "format": 1,
                      "topic": "%s",
                      "topicId": "%s",
                      "partition": %d,
                      "from": %d,
                      "to": %d,
                      "recoveryEpoch": %d
                    }
                    """.formatted(
                            part.topic(),
                            topicId(part.seed()),
                            part.seed().partition(),
                            part.from(),
                            part.to(),
                            part.recoveryEpoch()));
        }

        static @Nullable QuarantinedPart read(Path file) {
            var fields = FlatJson.readSealed(DurableFiles.readOrEmpty(file));
            try {
                if (!fields.getOrDefault("format", "").equals("1")) {
                    return null;
                }
                UUID topicId = UUID.fromString(fields.getOrDefault("topicId", ""));
                int partition = Integer.parseInt(fields.getOrDefault("partition", ""));
                return new QuarantinedPart(
                        fields.getOrDefault("topic", ""),
                        new BatchSeed(topicId.getMostSignificantBits(), topicId.getLeastSignificantBits(), partition),
                        Long.parseLong(fields.getOrDefault("from", "")),
                        Long.parseLong(fields.getOrDefault("to", "")),
                        Long.parseLong(fields.getOrDefault("recoveryEpoch", "")));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private static UUID topicId(BatchSeed seed) {
            return new UUID(seed.topicIdHigh(), seed.topicIdLow());
        }
    }

    private final class FileCopy implements Copy {
        private final QuarantinedPart part;
        private final FileChannel channel;

        FileCopy(QuarantinedPart part, FileChannel channel) {
            this.part = part;
            this.channel = channel;
        }

        @Override
        public void add(ByteBuffer more) {
            if (usableBytes.getAsLong() - more.remaining() < KEPT_FREE_BYTES) {
                throw new QuarantineFailure("only " + usableBytes.getAsLong() + " bytes are free in " + folder
                        + ", of which " + KEPT_FREE_BYTES + " are kept for what else the broker writes");
            }
            try {
                ByteBuffer left = more.duplicate();
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            } catch (IOException e) {
                throw new QuarantineFailure("cannot write " + batches(part) + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void finish() {
            try {
                channel.force(true);
                DurableFiles.replace(folder.resolve(PartFile.name(part)), PartFile.write(part));
            } catch (IOException e) {
                throw new QuarantineFailure("cannot force " + batches(part) + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new QuarantineFailure("cannot close " + batches(part) + ": " + e.getMessage(), e);
            }
        }
    }
}

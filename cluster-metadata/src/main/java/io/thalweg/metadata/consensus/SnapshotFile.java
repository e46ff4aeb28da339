package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of one snapshot. All numbers are big-endian:
 *
 * <pre>
 * header   magic "THALMETA" (8), format (4) = 1, term (8), index (8), image bytes (8), sections (4), crc32c of the above (4)
 * section  length (4), crc32c of the content (4), content; at most 1 MiB of the encoded image each
 * trailer  digest of the image (8), magic "THALEND." (8)
 * </pre>
 */
final class SnapshotFile {

    private static final long MAGIC = 0x5448_414C_4D45_5441L;
    private static final long END_MAGIC = 0x5448_414C_454E_442EL;
    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 8 + 4 + 8 + 8 + 8 + 4 + 4;
    private static final int TRAILER_BYTES = 16;
    private static final int SECTION_BYTES = 1 << 20;

    private final long term;
    private final long index;
    private final byte[] image;
    private final long digest;

    /**
     * @param term Raft term of the last entry covered
     * @param index log index of the last entry covered; the image's own index may be lower
     * @param image the encoded image; not copied
     * @param digest the image's digest, compared after decoding
     */
    SnapshotFile(long term, long index, byte[] image, long digest) {
        this.term = term;
        this.index = index;
        this.image = image;
        this.digest = digest;
    }

    long term() {
        return term;
    }

    long index() {
        return index;
    }

    byte[] image() {
        return image;
    }

    long digest() {
        return digest;
    }

    /** Creates or replaces the file; returns when its content is durable (its name is not yet). */
    void write(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            List<ByteBuffer> sections = sections();
            writeAll(channel, header(sections.size()));
            for (ByteBuffer section : sections) {
                ByteBuffer frame = ByteBuffer.allocate(8);
                frame.putInt(section.remaining()).putInt(checksum(section)).flip();
                writeAll(channel, frame);
                writeAll(channel, section);
            }
            ByteBuffer trailer = ByteBuffer.allocate(TRAILER_BYTES);
            writeAll(channel, trailer.putLong(digest).putLong(END_MAGIC).flip());
            channel.force(true);
        }
    }

    /** Reads and verifies everything but the digest; throws {@link CorruptSnapshot} if a byte is wrong. */
    static SnapshotFile read(Path file) throws IOException {
        return parse(Files.readAllBytes(file), file);
    }

    /** As {@link #read}, from the content of a file. */
    static SnapshotFile parse(byte[] content, Path file) throws CorruptSnapshot {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        require(bytes.remaining() >= HEADER_BYTES + TRAILER_BYTES, file, "it is too short");
        int headerChecksum = checksum(bytes.slice(0, HEADER_BYTES - 4));
        require(bytes.getLong() == MAGIC, file, "it is not a snapshot");
        int format = bytes.getInt();
        long term = bytes.getLong();
        long index = bytes.getLong();
        long imageBytes = bytes.getLong();
        int sections = bytes.getInt();
        require(bytes.getInt() == headerChecksum, file, "its header is damaged");
        require(format == FORMAT, file, "its format " + format + " is unknown");
        require(imageBytes >= 0 && imageBytes <= bytes.remaining(), file, "its length is wrong");
        byte[] image = new byte[(int) imageBytes];
        int filled = 0;
        for (int i = 0; i < sections; i++) {
            filled += readSection(bytes, image, filled, file);
        }
        require(filled == image.length, file, "sections are missing");
        require(bytes.remaining() == TRAILER_BYTES, file, "its length is wrong");
        long digest = bytes.getLong();
        require(bytes.getLong() == END_MAGIC, file, "its end is missing");
        return new SnapshotFile(term, index, image, digest);
    }

    private static int readSection(ByteBuffer bytes, byte[] image, int at, Path file) throws CorruptSnapshot {
        require(bytes.remaining() >= 8, file, "a section is missing");
        int length = bytes.getInt();
        int expected = bytes.getInt();
        boolean fits = length >= 0 && length <= bytes.remaining() && length <= image.length - at;
        require(fits, file, "a section has a wrong length");
        require(
                checksum(bytes.slice(bytes.position(), length)) == expected,
                file,
                "the section at " + at + " is damaged");
        bytes.get(image, at, length);
        return length;
    }

    private ByteBuffer header(int sections) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC)
                .putInt(FORMAT)
                .putLong(term)
                .putLong(index)
                .putLong(image.length)
                .putInt(sections);
        header.putInt(checksum(header.slice(0, HEADER_BYTES - 4)));
        return header.flip();
    }

    private List<ByteBuffer> sections() {
        List<ByteBuffer> sections = new ArrayList<>();
        for (int at = 0; at < image.length; at += SECTION_BYTES) {
            sections.add(ByteBuffer.wrap(image, at, Math.min(SECTION_BYTES, image.length - at))
                    .slice());
        }
        return sections;
    }

    private static int checksum(ByteBuffer content) {
        CRC32C crc = new CRC32C();
        crc.update(content.duplicate());
        return (int) crc.getValue();
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void require(boolean condition, Path file, String problem) throws CorruptSnapshot {
        if (!condition) {
            throw new CorruptSnapshot(file + " cannot be used: " + problem);
        }
    }

    /** The file is not what was written. */
    static final class CorruptSnapshot extends IOException {
        CorruptSnapshot(String message) {
            super(message);
        }

        CorruptSnapshot(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

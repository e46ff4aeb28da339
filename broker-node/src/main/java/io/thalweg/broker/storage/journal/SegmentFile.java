package io.thalweg.broker.storage.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Name and header of the files of a journal.
 *
 * @param first sequence of the first frame, which is the file's name
 */
record SegmentFile(Path path, long first) {
    static final int HEADER_BYTES = 24;
    static final String ENDING = ".journal";

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}\\" + ENDING);
    private static final long MAGIC = 0x5468616c77656731L;
    private static final int VERSION = 1;
    private static final int FIRST_AT = 12;
    private static final int CRC_AT = 20;

    static SegmentFile of(Path folder, long first) {
        return new SegmentFile(folder.resolve(String.format("%016x%s", first, ENDING)), first);
    }

    /** All of a folder, in the order of their sequences; none if there is no such folder. */
    static List<SegmentFile> in(Path folder) throws IOException {
        List<SegmentFile> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (NAME.matcher(name).matches()) {
                    found.add(new SegmentFile(file, Long.parseUnsignedLong(name, 0, 16, 16)));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparingLong(SegmentFile::first));
        return found;
    }

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(VERSION).putLong(first);
        return header.putInt(FrameHeader.crc(header, new CRC32C(), 0, CRC_AT)).flip();
    }

    /**
     * Whether the bytes that a file begins with are the header of this one.
     *
     * @throws IOException if they are one of a format that this build does not know
     */
    boolean isHeader(ByteBuffer bytes, int at) throws IOException {
        if (bytes.getLong(at) != MAGIC
                || bytes.getLong(at + FIRST_AT) != first
                || bytes.getInt(at + CRC_AT) != FrameHeader.crc(bytes, new CRC32C(), at, at + CRC_AT)) {
            return false;
        }
        int version = bytes.getInt(at + Long.BYTES);
        if (version != VERSION) {
            throw new IOException(path + " has format " + version + ", this build knows " + VERSION);
        }
        return true;
    }

    /** Makes names in a folder durable, and that others are gone. */
    static void forceNames(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public String toString() {
        return String.valueOf(path.getFileName());
    }
}

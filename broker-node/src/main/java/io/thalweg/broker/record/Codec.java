package io.thalweg.broker.record;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** How the record section of a batch is compressed. Thread-safe. */
public enum Codec {
    NONE(0),
    GZIP(1),
    SNAPPY(2),
    LZ4(3),
    ZSTD(4);

    private static final int CHUNK_BYTES = 8192;
    /** No element of a Snappy block gives more than 64 bytes, and each has at least two. */
    private static final long SNAPPY_MOST_GROWTH = 32;

    private static final Codec[] BY_ID = values();

    private final int id;

    Codec(int id) {
        this.id = id;
    }

    /** The number in bits 0-2 of the batch's attributes. */
    public int id() {
        return id;
    }

    /** The codec with this number, or null if there is none. */
    public static @Nullable Codec ofId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /** Compresses a record section; {@link #NONE} gives the same bytes. */
    public byte[] compress(byte[] section) {
        try {
            return switch (this) {
                case NONE -> section;
                case SNAPPY -> Snappy.compress(section);
                case GZIP, LZ4, ZSTD -> compressStream(section);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
    }

    /**
     * Decompresses a record section into a new buffer; {@link #NONE} gives a view of the same bytes.
     *
     * @param maxBytes bound on the decompressed size; nothing beyond it is ever allocated
     * @throws MalformedBatchException if the bytes are not of this codec or hold more than {@code maxBytes}
     */
    public ByteBuffer decompress(ByteBuffer section, int maxBytes) {
        if (this == NONE) {
            requireAtMost(section.remaining(), maxBytes);
            return section.slice();
        }
        byte[] compressed = new byte[section.remaining()];
        section.duplicate().get(compressed);
        try {
            return this == SNAPPY ? uncompressSnappy(compressed, maxBytes) : readBounded(compressed, maxBytes);
        } catch (IOException | RuntimeException e) {
            if (e instanceof MalformedBatchException malformed) {
                throw malformed;
            }
            throw new MalformedBatchException("record section is not valid " + this, e);
        }
    }

    private byte[] compressStream(byte[] section) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(64, section.length / 2));
        try (OutputStream out = compressor(bytes)) {
            out.write(section);
        }
        return bytes.toByteArray();
    }

    private OutputStream compressor(OutputStream out) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(out, CHUNK_BYTES);
            case LZ4 -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
            case ZSTD -> new ZstdOutputStream(out);
            case NONE, SNAPPY -> throw new IllegalStateException("not a stream codec: " + this);
        };
    }

    private static ByteBuffer uncompressSnappy(byte[] compressed, int maxBytes) throws IOException {
        int length = Snappy.uncompressedLength(compressed);
        requireAtMost(length, maxBytes);
        if (length < 0 || length > SNAPPY_MOST_GROWTH * compressed.length) {
            throw new MalformedBatchException(
                    "record section of " + compressed.length + " bytes claims to hold " + length);
        }
        return ByteBuffer.wrap(Snappy.uncompress(compressed));
    }

    private ByteBuffer readBounded(byte[] compressed, int maxBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(maxBytes, compressed.length * 2));
        try (InputStream in = decompressor(new ByteArrayInputStream(compressed))) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                requireAtMost((long) bytes.size() + read, maxBytes);
                bytes.write(chunk, 0, read);
            }
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private InputStream decompressor(InputStream in) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPInputStream(in, CHUNK_BYTES);
            case LZ4 -> new LZ4FrameInputStream(in);
            case ZSTD -> new ZstdInputStream(in);
            case NONE, SNAPPY -> throw new IllegalStateException("not a stream codec: " + this);
        };
    }

    private static void requireAtMost(long bytes, int maxBytes) {
        if (bytes > maxBytes) {
            throw new MalformedBatchException("record section holds more than " + maxBytes + " bytes");
        }
    }
}

package io.thalweg.client.internal.batching;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.producer.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import org.xerial.snappy.Snappy;

/** The codecs of record sections. */
public enum Codec {
    NONE(0),
    GZIP(1),
    SNAPPY(2),
    LZ4(3),
    ZSTD(4);

    /** No batch may hold more than this after decompression. */
    static final int MAX_SECTION = 64 << 20;

    private static final int CHUNK = 64 << 10;

    /** Writers and readers make buffers of this size for every batch; the default is 4 MiB. */
    private static final BLOCKSIZE LZ4_BLOCK = BLOCKSIZE.SIZE_64KB;

    private final int id;

    Codec(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /** The codec that users call by this name. */
    public static Codec of(Compression compression) {
        return switch (compression) {
            case NONE -> NONE;
            case GZIP -> GZIP;
            case SNAPPY -> SNAPPY;
            case LZ4 -> LZ4;
            case ZSTD -> ZSTD;
        };
    }

    static Codec byId(int id) throws IOException {
        for (Codec codec : values()) {
            if (codec.id == id) {
                return codec;
            }
        }
        throw new IOException("unknown codec " + id);
    }

    byte[] compress(byte[] data, int offset, int length) {
        try {
            return switch (this) {
                case NONE -> Arrays.copyOfRange(data, offset, offset + length);
                case SNAPPY -> {
                    byte[] packed = new byte[Snappy.maxCompressedLength(length)];
                    yield Arrays.copyOf(packed, Snappy.rawCompress(data, offset, length, packed, 0));
                }
                case ZSTD -> zstd(data, offset, length);
                case GZIP, LZ4 -> {
                    ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 2 + 64);
                    try (OutputStream out =
                            this == GZIP ? new GZIPOutputStream(packed) : new LZ4FrameOutputStream(packed, LZ4_BLOCK)) {
                        out.write(data, offset, length);
                    }
                    yield packed.toByteArray();
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException("compressing with " + this, e);
        }
    }

    private static byte[] zstd(byte[] data, int offset, int length) {
        byte[] packed = new byte[(int) Zstd.compressBound(length)];
        long size =
                Zstd.compressByteArray(packed, 0, packed.length, data, offset, length, Zstd.defaultCompressionLevel());
        if (Zstd.isError(size)) {
            throw ThalwegException.of(ErrorReason.INTERNAL, "zstd: " + Zstd.getErrorName(size), Map.of(), null);
        }
        return Arrays.copyOf(packed, (int) size);
    }

    /** Unpacks a record section, at most {@link #MAX_SECTION} bytes. */
    byte[] decompress(byte[] data, int offset, int length) throws IOException {
        ByteArrayInputStream packed = new ByteArrayInputStream(data, offset, length);
        return switch (this) {
            case NONE -> Arrays.copyOfRange(data, offset, offset + length);
            case SNAPPY -> {
                int size = Snappy.uncompressedLength(data, offset, length);
                requireBounded(size);
                byte[] unpacked = new byte[size];
                int written = Snappy.rawUncompress(data, offset, length, unpacked, 0);
                yield written == size ? unpacked : Arrays.copyOf(unpacked, written);
            }
            case GZIP -> readAll(new GZIPInputStream(packed, CHUNK));
            case LZ4 -> readAll(new LZ4FrameInputStream(packed));
            case ZSTD -> readAll(new ZstdInputStream(packed));
        };
    }

    private static byte[] readAll(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            byte[] unpacked = in.readNBytes(MAX_SECTION + 1);
            requireBounded(unpacked.length);
            return unpacked;
        }
    }

    private static void requireBounded(int size) throws IOException {
        if (size > MAX_SECTION || size < 0) {
            throw new IOException("more than " + MAX_SECTION + " bytes after decompression");
        }
    }
}

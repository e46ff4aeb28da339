package io.thalweg.metadata.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.ImageSnapshot;

/** Images to and from {@code thalweg.v1.ImageSnapshot}. Equal images have equal bytes. */
public final class ImageCodec {

    private ImageCodec() {}

    /** Bytes for a snapshot or the start of a feed. */
    public static byte[] encode(ClusterImage image) {
        return CanonicalBytes.of(toProto(image));
    }

    public static ImageSnapshot toProto(ClusterImage image) {
        return ImageWriter.write(image);
    }

    /** Reads an image; its indexes and digest are computed anew. */
    public static ClusterImage decode(byte[] bytes) throws MalformedImageException {
        try {
            return decode(ImageSnapshot.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedImageException("not an image message", e);
        }
    }

    /** As {@link #decode(byte[])}, from a message. */
    public static ClusterImage decode(ImageSnapshot message) throws MalformedImageException {
        try {
            return ImageReader.read(message);
        } catch (IllegalArgumentException e) {
            throw new MalformedImageException("image at index " + message.getIndex() + ": " + e.getMessage(), e);
        }
    }
}

package io.thalweg.metadata.codec;

import java.io.IOException;

/** Bytes that claim to be an image but can't be read as one: damage, or a newer version wrote them. */
public final class MalformedImageException extends IOException {

    MalformedImageException(String message, Throwable cause) {
        super(message, cause);
    }
}

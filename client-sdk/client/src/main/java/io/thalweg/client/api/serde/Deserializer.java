package io.thalweg.client.api.serde;

import java.nio.ByteBuffer;

/**
 * Turns bytes into keys or values. Called by the thread that polls. It is never called for a missing key or value: those are null. An exception is handed
 * to the poller as a {@link io.thalweg.client.api.RecordDeserializationException}.
 */
@FunctionalInterface
public interface Deserializer<T> {
    /**
     * Reads the bytes between position and limit. The buffer belongs to the client and is valid only during the call: copy what must stay, change
     * nothing.
     */
    T deserialize(String topic, ByteBuffer data);
}

package io.thalweg.client.api.serde;

/**
 * Turns keys or values into bytes. Called by the thread that sends, so it must be thread-safe if the producer is shared. It is never called with null:
 * a missing key or value is sent as missing. An exception fails the send with a {@link io.thalweg.client.api.DataException}.
 */
@FunctionalInterface
public interface Serializer<T> {
    /** The bytes of a value; the client keeps no reference to the array after the call. */
    byte[] serialize(String topic, T value);
}

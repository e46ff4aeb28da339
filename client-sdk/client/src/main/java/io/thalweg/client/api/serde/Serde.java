package io.thalweg.client.api.serde;

import java.nio.ByteBuffer;

/** Both directions of one format; fits wherever a serializer or a deserializer is asked for. */
public interface Serde<T> extends Serializer<T>, Deserializer<T> {
    /** Joins the two directions. */
    static <T> Serde<T> of(Serializer<T> serializer, Deserializer<T> deserializer) {
        return new Serde<>() {
            @Override
            public byte[] serialize(String topic, T value) {
                return serializer.serialize(topic, value);
            }

            @Override
            public T deserialize(String topic, ByteBuffer data) {
                return deserializer.deserialize(topic, data);
            }
        };
    }
}

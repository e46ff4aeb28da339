package io.thalweg.serde.json;

import io.thalweg.client.api.serde.Serde;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values of one type as JSON. Thread-safe.
 *
 * @param <T> type of the values; a generic type needs a class of its own
 */
public final class JsonSerde<T> implements Serde<T> {
    private static final ObjectMapper DEFAULT = JsonMapper.builder().build();

    private final ObjectMapper mapper;
    private final Class<T> type;

    private JsonSerde(ObjectMapper mapper, Class<T> type) {
        this.mapper = mapper;
        this.type = type;
    }

    /** JSON as Jackson writes it by default. */
    public static <T> JsonSerde<T> of(Class<T> type) {
        return new JsonSerde<>(DEFAULT, type);
    }

    /** JSON as this mapper writes it. */
    public static <T> JsonSerde<T> of(Class<T> type, ObjectMapper mapper) {
        return new JsonSerde<>(mapper, type);
    }

    @Override
    public byte[] serialize(String topic, T value) {
        return mapper.writeValueAsBytes(value);
    }

    @Override
    public T deserialize(String topic, ByteBuffer data) {
        if (data.hasArray()) {
            return mapper.readValue(data.array(), data.arrayOffset() + data.position(), data.remaining(), type);
        }
        byte[] copy = new byte[data.remaining()];
        data.get(copy);
        return mapper.readValue(new ByteArrayInputStream(copy), type);
    }
}

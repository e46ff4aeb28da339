package io.thalweg.client.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record could not be deserialized (a poison record). The consumer stays in front of it: polling again throws again. Deal with the raw bytes, then call
 * {@code consumer.skip(exception)} or seek to {@link #nextOffset()}.
 */
public final class RecordDeserializationException extends DataException {
    private final transient TopicPartition topicPartition;
    private final long offset;
    private final transient Headers headers;
    private final transient RawRecord raw;

    public RecordDeserializationException(
            TopicPartition topicPartition, long offset, Headers headers, RawRecord raw, Throwable cause) {
        super(
                ErrorReason.DESERIALIZATION,
                "cannot deserialize the record at offset " + offset + " of " + topicPartition + ": "
                        + cause.getMessage(),
                Map.of(
                        "topic", topicPartition.topic(),
                        "partition", Integer.toString(topicPartition.partition()),
                        "offset", Long.toString(offset)),
                cause);
        this.topicPartition = topicPartition;
        this.offset = offset;
        this.headers = headers;
        this.raw = raw;
    }

    public TopicPartition topicPartition() {
        return topicPartition;
    }

    /** Offset of the poison record. */
    public long offset() {
        return offset;
    }

    /** Where to seek to go on behind the poison record. */
    public long nextOffset() {
        return offset + 1;
    }

    public Headers headers() {
        return headers;
    }

    /** The bytes of the key, or null if it has none. */
    public byte @Nullable [] rawKey() {
        return raw.key;
    }

    /** The bytes of the value, or null if it has none. */
    public byte @Nullable [] rawValue() {
        return raw.value;
    }

    /** Key and value as they came. */
    public static final class RawRecord {
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;

        public RawRecord(byte @Nullable [] key, byte @Nullable [] value) {
            this.key = key;
            this.value = value;
        }
    }
}

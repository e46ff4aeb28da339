package io.thalweg.client.api.consumer;

import io.thalweg.client.api.serde.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a consumer.
 *
 * @param keyDeserializer reads keys
 * @param valueDeserializer reads values
 * @param fetch how it reads
 * @param group its membership, or null without a group
 */
public record ConsumerSettings<K, V>(
        Deserializer<? extends K> keyDeserializer,
        Deserializer<? extends V> valueDeserializer,
        FetchSettings fetch,
        @Nullable GroupSettings group) {}

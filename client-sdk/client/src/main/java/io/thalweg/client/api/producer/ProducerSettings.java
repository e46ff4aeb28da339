package io.thalweg.client.api.producer;

import io.thalweg.client.api.serde.Serializer;

/**
 * Everything about a producer.
 *
 * @param keySerializer turns keys into bytes
 * @param valueSerializer turns values into bytes
 * @param partitioner chooses partitions
 * @param batching how records are collected
 * @param delivery what is promised
 */
public record ProducerSettings<K, V>(
        Serializer<? super K> keySerializer,
        Serializer<? super V> valueSerializer,
        Partitioner partitioner,
        BatchingSettings batching,
        DeliverySettings delivery) {}

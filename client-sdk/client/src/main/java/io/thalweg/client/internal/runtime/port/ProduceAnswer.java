package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.internal.retry.BrokerError;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one append.
 *
 * @param correlationId of the command
 * @param baseOffset offset of the first record, -1 if unknown
 * @param error why it failed, null if it did not
 */
public record ProduceAnswer(
        long correlationId, long baseOffset, @Nullable BrokerError error) {}

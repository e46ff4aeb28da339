package io.thalweg.broker.runtime.access;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.metadata.model.PartitionId;
import java.util.OptionalLong;

/**
 * One batch to append.
 *
 * @param partition where to
 * @param batch a batch that passed {@code BatchValidator}; its memory belongs to the runtime from here on, which
 *     stamps the leader's fields in place
 * @param acks when to answer
 * @param expectedLogEnd refuse the append unless the log end is this offset; empty for any
 * @param timeoutMillis how long to wait for the outcome before the answer is {@code TIMED_OUT}, above 0
 */
public record AppendRequest(
        PartitionId partition, RecordBatch batch, Acks acks, OptionalLong expectedLogEnd, int timeoutMillis) {
    public AppendRequest {
        if (timeoutMillis <= 0) {
            throw new IllegalArgumentException("timeoutMillis must be above 0: " + timeoutMillis);
        }
    }
}

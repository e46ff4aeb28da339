package io.thalweg.client.internal.runtime.port;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.ListedOffset;
import java.util.concurrent.CompletableFuture;

/** Single questions to the leader of a partition. */
public interface ReadCalls {
    /** Where a position is. A given offset is answered as it is, with the ends of the log. */
    CompletableFuture<ListedOffset> listOffset(BrokerAddress leader, TopicPartition partition, Position position);
}

package io.thalweg.client.api.consumer;

import io.thalweg.client.api.TopicPartition;
import java.util.Set;

/** Told about partitions that come and go. Called within {@code poll} and {@code close}, by the polling thread; it may use the consumer, as for committing. */
public interface RebalanceListener {
    /** The member now owns these as well; it starts at their committed offsets. The place to seek elsewhere. */
    default void onAssigned(Set<TopicPartition> partitions) {}

    /** The member is about to give these up and still owns them: the place to finish and to commit. */
    default void onRevoked(Set<TopicPartition> partitions) {}

    /** The membership ended, others may own these already: commits for them are refused, so drop their work. */
    default void onLost(Set<TopicPartition> partitions) {}
}

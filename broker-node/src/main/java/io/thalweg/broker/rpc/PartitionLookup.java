package io.thalweg.broker.rpc;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ErrorReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the topic and partition that a request names, in one image. Pure. */
public final class PartitionLookup {

    private static final int TOPIC_ID_BYTES = 16;

    private PartitionLookup() {}

    /**
     * Returns the topic that a request names by id or, without one, by name.
     *
     * @throws RejectedException when the request names none, or the image has none
     */
    public static Topic topic(ClusterImage image, ByteString topicId, String name) throws RejectedException {
        if (topicId.isEmpty() && name.isEmpty()) {
            throw new RejectedException(Failure.invalid("Neither topic_id nor topic is set."));
        }
        if (!topicId.isEmpty() && topicId.size() != TOPIC_ID_BYTES) {
            throw new RejectedException(
                    Failure.invalid("topic_id has " + topicId.size() + " bytes, not " + TOPIC_ID_BYTES + "."));
        }
        TopicId id = topicId.isEmpty() ? null : TopicId.fromBytes(topicId.toByteArray());
        Topic topic = id == null ? image.topic(name) : image.topic(id);
        if (topic == null) {
            throw new RejectedException(unknownTopic(id == null ? name : id.toString()));
        }
        return topic;
    }

    /**
     * Returns the partition of that index.
     *
     * @throws RejectedException when the topic has no such partition
     */
    public static Partition partition(ClusterImage image, Topic topic, int index) throws RejectedException {
        int count = topic.partitions().size();
        @Nullable
        Partition partition = index < 0 || index >= count ? null : image.partition(new PartitionId(topic.id(), index));
        if (partition == null) {
            throw new RejectedException(new Failure(
                    ErrorReason.ERROR_REASON_PARTITION_OUT_OF_RANGE,
                    "Topic " + topic.name() + " has partitions 0 to " + (count - 1) + ", not " + index + ".",
                    Map.of(
                            "topic", topic.name(),
                            "partition", Integer.toString(index),
                            "partitions", Integer.toString(count))));
        }
        return partition;
    }

    /** Returns the failure for a topic that does not exist. */
    public static Failure unknownTopic(String nameOrId) {
        return new Failure(
                ErrorReason.ERROR_REASON_TOPIC_NOT_FOUND, "No topic " + nameOrId + ".", Map.of("topic", nameOrId));
    }
}

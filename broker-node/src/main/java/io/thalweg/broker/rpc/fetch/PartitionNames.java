package io.thalweg.broker.rpc.fetch;

import com.google.protobuf.ByteString;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.Topic;

/** Resolves the partitions that requests name, in the image of the moment. Thread-safe. */
final class PartitionNames {

    private final ImageView view;

    PartitionNames(ImageView view) {
        this.view = view;
    }

    PartitionId resolve(ByteString topicId, String name, int partition) throws RejectedException {
        ClusterImage image = view.image();
        Topic topic = PartitionLookup.topic(image, topicId, name);
        return PartitionLookup.partition(image, topic, partition).id();
    }
}

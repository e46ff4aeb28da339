package io.thalweg.broker.rpc.cluster;

import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.function.IntSupplier;

/** Begins every metadata answer: cluster, index, metadata leader and all brokers. Thread-safe. */
final class UpdateHead {

    private final ImageAnswers answers;
    private final IntSupplier metadataLeader;

    UpdateHead(ImageAnswers answers, IntSupplier metadataLeader) {
        this.answers = answers;
        this.metadataLeader = metadataLeader;
    }

    MetadataUpdate.Builder of(ClusterImage image) {
        MetadataUpdate.Builder update = MetadataUpdate.newBuilder()
                .setClusterId(image.clusterId().toString())
                .setMetadataIndex(image.index())
                .setMetadataLeader(metadataLeader.getAsInt());
        image.brokers().forEach(broker -> update.addBrokers(answers.broker(broker)));
        return update;
    }

    ImageAnswers answers() {
        return answers;
    }
}

package io.thalweg.broker.rpc.admin;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.BrokerFeatures;
import io.thalweg.proto.v1.DescribeFeaturesResponse;
import java.util.concurrent.CompletableFuture;

/** Shows and finalises the feature level. Thread-safe. */
final class Features {

    private final FreshImages images;
    private final Proposals proposals;

    Features(FreshImages images, Proposals proposals) {
        this.images = images;
        this.proposals = proposals;
    }

    CompletableFuture<DescribeFeaturesResponse> describe() {
        return images.next().thenApply(Features::describe);
    }

    CompletableFuture<DescribeFeaturesResponse> finalise(int level) {
        return proposals.accepted(new Command.FinaliseFeatures(level), false).thenCompose(index -> describe());
    }

    private static DescribeFeaturesResponse describe(ClusterImage image) {
        DescribeFeaturesResponse.Builder response = DescribeFeaturesResponse.newBuilder()
                .setFinalised(image.counters().featureLevel());
        image.brokers()
                .forEach(broker -> response.addBrokers(BrokerFeatures.newBuilder()
                        .setBrokerId(broker.id().value())
                        .setLevel(broker.registration().featureLevel())));
        return response.build();
    }
}

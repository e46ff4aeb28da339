package io.thalweg.broker.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.image.ClusterImage;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class FreshImagesTest {

    private final LaggingMetadata metadata = new LaggingMetadata();
    private final FreshImages images = new FreshImages(metadata.view, metadata);

    private void answer() {
        Objects.requireNonNull(metadata.held.pollFirst()).run();
    }

    @Test
    void shouldWaitUntilTheOwnImageHasWhatWasCommittedBefore() {
        // given
        metadata.elsewhere(metadata.creation("orders"));

        // when
        CompletableFuture<ClusterImage> image = images.next();

        // then
        assertThat(image).isNotDone();
        metadata.catchUp();
        assertThat(image.join().topic("orders")).isNotNull();
    }

    @Test
    void shouldShareABarrierOnlyAmongCallersThatCameBeforeIt() {
        // given
        metadata.holds = true;
        CompletableFuture<ClusterImage> first = images.next();
        metadata.elsewhere(metadata.creation("orders"));
        CompletableFuture<ClusterImage> second = images.next();
        CompletableFuture<ClusterImage> third = images.next();

        // when
        metadata.catchUp();
        answer();

        // then
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        answer();
        metadata.catchUp();
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
        assertThat(metadata.proposed).hasSize(2);
    }

    @Test
    void shouldFailWithoutMetadataLeaderAndAskAgainLater() {
        metadata.reachable = false;
        assertThat(images.next()).isCompletedExceptionally();
        metadata.reachable = true;

        CompletableFuture<ClusterImage> image = images.next();
        metadata.catchUp();

        assertThat(image).isCompleted();
    }
}

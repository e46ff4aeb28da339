package io.thalweg.broker.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.image.ClusterImage;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ImageViewTest {

    @Test
    void shouldForgetWhoeverWaitedInVain() {
        // given: indexes that no image will ever have
        ImageView view = new ImageView(ClusterImage.empty(new UUID(1, 1)));
        CompletableFuture<ClusterImage> first = view.atLeast(Long.MAX_VALUE);
        CompletableFuture<ClusterImage> second = view.atLeast(Long.MAX_VALUE - 1);
        assertThat(view.waiting()).isEqualTo(2);

        // when
        first.cancel(false);
        second.completeExceptionally(new IllegalStateException("too late"));

        // then
        assertThat(view.waiting()).isZero();
    }
}

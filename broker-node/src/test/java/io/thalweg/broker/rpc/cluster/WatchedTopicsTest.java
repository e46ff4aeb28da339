package io.thalweg.broker.rpc.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MetadataRequest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WatchedTopicsTest {

    private final WatchedTopics watched = new WatchedTopics();

    @Test
    void shouldTakeTheSameNamesAgainAndAgain() {
        assertThatCode(() -> {
                    watched.add(names(6_000));
                    watched.add(names(6_000));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseMoreNamesThanOneClientMayWatch() throws RejectedException {
        watched.add(names(10_000));

        RejectedException refused = catchThrowableOfType(RejectedException.class, () -> watched.add(names(10_001)));

        assertThat(refused.failure().reason()).isEqualTo(ErrorReason.ERROR_REASON_INVALID_REQUEST);
    }

    @Test
    void shouldRefuseNamesThatAreTooLongTogether() {
        MetadataRequest request =
                MetadataRequest.newBuilder().addTopics("x".repeat(2 << 20)).build();

        assertThat(catchThrowableOfType(RejectedException.class, () -> watched.add(request)))
                .isNotNull();
    }

    private static MetadataRequest names(int count) {
        return MetadataRequest.newBuilder()
                .addAllTopics(
                        IntStream.range(0, count).mapToObj(Integer::toString).toList())
                .build();
    }
}

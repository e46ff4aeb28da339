package io.thalweg.metadata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FormationTest {

    @TempDir
    private Path directory;

    @Test
    void shouldNotFormBeforeEveryVoterHasAnswered() throws IOException {
        try (MetadataCluster cluster = new MetadataCluster(directory, 3)) {
            MetadataNode first = cluster.start(1);
            cluster.start(2);

            await().atMost(10, TimeUnit.SECONDS).until(() -> first.waitingFor().contains("id=3"));
            assertThat(first.running()).isNotDone();
            cluster.start(3);

            first.running().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(cluster.leader()).isPositive();
            assertThat(first.waitingFor()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAVoterThatLostItsDisk() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int leader = cluster.leader();
            int lost = cluster.follower();
            try (SessionProbe broker = new SessionProbe(cluster, lost).open(leader)) {
                broker.awaitActive();
            }
            cluster.kill(lost);

            MetadataNode replacement = cluster.startIn("empty", lost, new UUID(99, lost));

            assertThatThrownBy(() -> replacement
                            .running()
                            .orTimeout(20, TimeUnit.SECONDS)
                            .join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("restore the old data folder");
        }
    }
}

package io.thalweg.metadata.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.metadata.model.VoterPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
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
    void shouldServeWithoutAVoteWhenTheDiskIsLost() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int lost = cluster.follower();
            String before = name(cluster, lost);
            cluster.kill(lost);

            MetadataNode empty = cluster.startIn("empty", lost, new UUID(99L << 32, lost));
            empty.running().orTimeout(20, TimeUnit.SECONDS).join();

            assertThat(empty.voters().isUnknown()).isTrue();
            assertThat(name(cluster, lost)).as("what the voters wait for").isEqualTo(before);
            // Were its vote worth anything, two would be a majority now.
            cluster.kill(cluster.leader());
            await().during(3, TimeUnit.SECONDS).atMost(10, TimeUnit.SECONDS).until(() -> !cluster.hasLeader());
        }
    }

    @Test
    void shouldNotFormAnewInADataFolderThatHasServed() throws IOException {
        try (MetadataCluster cluster = MetadataCluster.started(directory, 3)) {
            int lost = cluster.follower();
            cluster.kill(lost);

            // The same data folder, but its Raft folder is gone together with what remembered it.
            MetadataNode empty = cluster.startIn("empty", lost, new UUID(0, lost), true);
            empty.running().orTimeout(20, TimeUnit.SECONDS).join();

            assertThat(empty.voters().isUnknown()).isTrue();
        }
    }

    private static String name(MetadataCluster cluster, int id) {
        VoterPeer peer = cluster.node(cluster.leader()).voters().ofBroker(id);
        return peer == null ? "" : peer.peerId();
    }
}

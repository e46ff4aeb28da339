package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.thalweg.proto.v1.AdminServiceGrpc;
import io.thalweg.proto.v1.AdminServiceGrpc.AdminServiceBlockingStub;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersRequest;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.VoterInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is a voter loses its whole data folder. */
final class VoterReplacementIT {

    @TempDir
    private Path folder;

    @Test
    void shouldServeWithoutAVoteUntilItsVoteIsReplaced() throws IOException {
        try (TestCluster cluster = TestCluster.start(folder, 3)) {
            List<String> before = peers(describe(cluster, 1));
            cluster.kill(2);
            delete(folder.resolve("broker-2"));

            cluster.startAgain(2);

            assertThat(peers(describe(cluster, 1)))
                    .as("nobody took the old name")
                    .isEqualTo(before);
            DescribeVotersResponse after = admin(cluster, 2)
                    .changeVoters(ChangeVotersRequest.newBuilder()
                            .setAddBroker(2)
                            .setRemoveBroker(2)
                            .build())
                    .getVoters();
            assertThat(peers(after)).hasSize(3).isNotEqualTo(before).contains(before.get(0), before.get(2));

            // With two of three voters left, one of them the new one, the metadata has a leader.
            cluster.kill(3);
            await().atMost(30, TimeUnit.SECONDS)
                    .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
                    .until(() -> live(describe(cluster, 1)) == 2);
        }
    }

    private static AdminServiceBlockingStub admin(TestCluster cluster, int broker) {
        return AdminServiceGrpc.newBlockingStub(cluster.channel(broker)).withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private static DescribeVotersResponse describe(TestCluster cluster, int broker) {
        return admin(cluster, broker).describeVoters(DescribeVotersRequest.getDefaultInstance());
    }

    private static List<String> peers(DescribeVotersResponse voters) {
        return voters.getVotersList().stream().map(VoterInfo::getPeerId).toList();
    }

    private static long live(DescribeVotersResponse voters) {
        return voters.getVotersList().stream().filter(VoterInfo::getLive).count();
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

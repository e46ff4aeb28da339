package io.thalweg.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.QuorumDescription;
import io.thalweg.client.api.admin.VoterDescription;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.PartitionMove;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterViewTest {
    private static ClusterDescription cluster(BrokerState second, int metadataLeader, int offline, int under) {
        var one = new BrokerDescription(1, 5, new BrokerAddress("127.0.0.1", 7400), "", BrokerState.ACTIVE, 3, 6);
        var two = new BrokerDescription(2, 7, new BrokerAddress("127.0.0.1", 7500), "b", second, 0, 6);
        return new ClusterDescription(
                "c-id", metadataLeader, 99, List.of(two, one), offline, under, first(offline), 0, List.of());
    }

    private static List<TopicPartition> first(int offline) {
        return offline == 0 ? List.of() : List.of(new TopicPartition("orders", 0));
    }

    @Test
    void shouldShowTheStatusAsJson() {
        assertThat(Json.text(ClusterStatus.json(cluster(BrokerState.FENCED, 1, 0, 4))))
                .isEqualTo("{\"clusterId\":\"c-id\",\"metadataLeader\":1,\"metadataIndex\":99,\"brokers\":["
                        + "{\"id\":1,\"epoch\":5,\"state\":\"active\",\"client\":\"127.0.0.1:7400\",\"rack\":\"\",\"leaders\":3,\"replicas\":6},"
                        + "{\"id\":2,\"epoch\":7,\"state\":\"fenced\",\"client\":\"127.0.0.1:7500\",\"rack\":\"b\",\"leaders\":0,\"replicas\":6}],"
                        + "\"offlinePartitions\":0,\"underReplicatedPartitions\":4}");
    }

    @Test
    void shouldShowTheStatusInOrderOfBrokers() {
        assertThat(ClusterStatus.text(cluster(BrokerState.ACTIVE, 1, 0, 0))).isEqualTo("""
                        cluster c-id
                        metadata leader broker 1, index 99
                        BROKER  STATE   CLIENT          RACK  LEADERS  REPLICAS  EPOCH
                             1  active  127.0.0.1:7400  -           3         6      5
                             2  active  127.0.0.1:7500  b           0         6      7
                        """);
    }

    @Test
    void shouldShowTheVotersWithTheirLag() {
        var raft = new BrokerAddress("127.0.0.1", 7402);
        var quorum = new QuorumDescription(
                12,
                40,
                List.of(
                        new VoterDescription(1, "1-0a", raft, true, true, 40, 0),
                        new VoterDescription(2, "2-0b", raft, false, false, 31, 9_000)));

        assertThat(Json.text(VoterView.json(quorum)))
                .isEqualTo(
                        "{\"index\":12,\"commitIndex\":40,\"voters\":["
                                + "{\"broker\":1,\"peer\":\"1-0a\",\"raft\":\"127.0.0.1:7402\",\"role\":\"leader\",\"live\":true,\"commitIndex\":40,\"lag\":0,\"silentMillis\":0},"
                                + "{\"broker\":2,\"peer\":\"2-0b\",\"raft\":\"127.0.0.1:7402\",\"role\":\"follower\",\"live\":false,\"commitIndex\":31,\"lag\":9,\"silentMillis\":9000}]}");
        assertThat(VoterView.table(quorum)).isEqualTo("""
                        BROKER  PEER  RAFT            ROLE      LIVE  COMMITTED  LAG
                             1  1-0a  127.0.0.1:7402  leader    yes          40    0
                             2  2-0b  127.0.0.1:7402  follower  no           31    9
                        """);
    }

    @Test
    void shouldShowWhatADecommissionWouldMove() {
        var move = new PartitionMove(new TopicPartition("orders", 0), List.of(4, 2, 3), List.of(2, 1, 3));
        var plan = new DecommissionProgress(List.of(move), 2, 1, false, List.of("one waits"));

        assertThat(BrokerDecommission.text(4, plan)).isEqualTo("""
                        TOPIC   PARTITION  FROM   TO
                        orders          0  4,2,3  2,1,3
                        broker 4 has 2 replicas; 1 are on their way off it, 1 would be moved
                        """);
        assertThat(Json.text(BrokerDecommission.json(4, plan, false)))
                .isEqualTo("{\"broker\":4,\"removed\":false,\"replicas\":2,\"moving\":1,\"moves\":["
                        + "{\"topic\":\"orders\",\"partition\":0,\"from\":[4,2,3],\"to\":[2,1,3]}],"
                        + "\"warnings\":[\"one waits\"]}");
    }

    @Test
    void shouldFindNothingWrongWithABrokerThatDrains() {
        assertThat(ClusterHealth.problems(cluster(BrokerState.DRAINING, 1, 0, 0)))
                .isEmpty();
    }

    @Test
    void shouldNameEverythingThatIsWrong() {
        assertThat(ClusterHealth.problems(cluster(BrokerState.FENCED, 0, 2, 6)))
                .containsExactly(
                        "no metadata leader: a majority of the voters must run",
                        "broker 2 is not heard from (127.0.0.1:7500)",
                        "2 partitions have no leader: orders-0, ...; thalweg partition describe shows what their replicas"
                                + " have",
                        "6 partitions have fewer in-sync replicas than replicas");
    }
}

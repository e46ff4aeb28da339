package io.thalweg.client.internal.rpc;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.BrokerDescription;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.CreatedTopic;
import io.thalweg.client.api.admin.FeatureLevels;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.PartitionPositions;
import io.thalweg.client.api.admin.QuorumDescription;
import io.thalweg.client.api.admin.TopicDescription;
import io.thalweg.client.api.admin.TopicSummary;
import io.thalweg.client.api.admin.VoterDescription;
import io.thalweg.proto.v1.AlterTopicResponse;
import io.thalweg.proto.v1.BrokerInfo;
import io.thalweg.proto.v1.BrokerLoad;
import io.thalweg.proto.v1.CreateTopicResponse;
import io.thalweg.proto.v1.DescribeClusterResponse;
import io.thalweg.proto.v1.DescribeFeaturesResponse;
import io.thalweg.proto.v1.DescribeTopicResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.MetadataUpdate;
import io.thalweg.proto.v1.PartitionInfo;
import io.thalweg.proto.v1.PartitionName;
import io.thalweg.proto.v1.TopicInfo;
import io.thalweg.proto.v1.VoterInfo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Answers of the admin service from the wire. */
final class AdminMapping {
    private static final PartitionPositions UNKNOWN = new PartitionPositions(-1, -1, -1, "the leader did not answer");

    private AdminMapping() {}

    static CreatedTopic toCreated(CreateTopicResponse created) {
        return new CreatedTopic(
                Ids.toId(created.getTopicId()),
                created.getPartitions(),
                created.getReplicas(),
                created.getWarningsList());
    }

    static AlteredTopic toAltered(AlterTopicResponse altered) {
        return new AlteredTopic(
                Ids.toId(altered.getTopicId()),
                altered.getPartitions(),
                altered.getConfigMap(),
                altered.getChanged(),
                altered.getWarningsList());
    }

    static FeatureLevels toFeatures(DescribeFeaturesResponse features) {
        TreeMap<Integer, Integer> supported = new TreeMap<>();
        features.getBrokersList().forEach(broker -> supported.put(broker.getBrokerId(), broker.getLevel()));
        return new FeatureLevels(features.getFinalised(), supported);
    }

    static QuorumDescription toQuorum(DescribeVotersResponse voters) {
        return new QuorumDescription(
                voters.getIndex(),
                voters.getCommitIndex(),
                voters.getVotersList().stream().map(AdminMapping::toVoter).toList());
    }

    private static VoterDescription toVoter(VoterInfo voter) {
        return new VoterDescription(
                voter.getBrokerId(),
                voter.getPeerId(),
                new BrokerAddress(voter.getHost(), voter.getRaftPort()),
                voter.getLeader(),
                voter.getLive(),
                voter.getCommitIndex(),
                voter.getSilentMillis());
    }

    static List<TopicSummary> toSummaries(MetadataUpdate update) {
        return update.getTopicsList().stream()
                .map(topic -> new TopicSummary(
                        topic.getName(),
                        Ids.toId(topic.getTopicId()),
                        topic.getInternal(),
                        topic.getPartitionsCount(),
                        topic.getPartitionsCount() == 0
                                ? 0
                                : topic.getPartitions(0).getReplicasCount()))
                .sorted(Comparator.comparing(TopicSummary::name))
                .toList();
    }

    static TopicDescription toDescription(DescribeTopicResponse described) {
        Map<Integer, PartitionPositions> positions = new HashMap<>();
        for (io.thalweg.proto.v1.PartitionPositions each : described.getPositionsList()) {
            positions.put(each.getPartition(), toPositions(each));
        }
        TopicInfo topic = described.getTopic();
        return new TopicDescription(
                topic.getName(),
                Ids.toId(topic.getTopicId()),
                topic.getInternal(),
                topic.getConfigMap(),
                topic.getPartitionsList().stream()
                        .sorted(Comparator.comparingInt(PartitionInfo::getPartition))
                        .map(partition ->
                                toDescription(partition, positions.getOrDefault(partition.getPartition(), UNKNOWN)))
                        .toList());
    }

    private static PartitionDescription toDescription(PartitionInfo partition, PartitionPositions positions) {
        return new PartitionDescription(
                partition.getPartition(),
                partition.getLeader(),
                partition.getLeaderEpoch(),
                partition.getReplicasList(),
                partition.getInSyncList(),
                partition.getRecoveryEpoch(),
                positions);
    }

    private static PartitionPositions toPositions(io.thalweg.proto.v1.PartitionPositions positions) {
        if (positions.hasError()) {
            return new PartitionPositions(-1, -1, -1, positions.getError().getMessage());
        }
        return new PartitionPositions(
                positions.getLogStart(), positions.getHighWatermark(), positions.getLogEnd(), null);
    }

    static ClusterDescription toDescription(DescribeClusterResponse cluster) {
        return new ClusterDescription(
                cluster.getClusterId(),
                cluster.getMetadataLeader(),
                cluster.getMetadataIndex(),
                cluster.getBrokersList().stream()
                        .map(AdminMapping::toBroker)
                        .sorted(Comparator.comparingInt(BrokerDescription::id))
                        .toList(),
                cluster.getOfflinePartitions(),
                cluster.getUnderReplicatedPartitions(),
                toPartitions(cluster.getOfflineList()),
                cluster.getRecoveredPartitions(),
                toPartitions(cluster.getRecoveredList()));
    }

    private static List<TopicPartition> toPartitions(List<PartitionName> names) {
        return names.stream()
                .map(name -> new TopicPartition(name.getTopic(), name.getPartition()))
                .toList();
    }

    private static BrokerDescription toBroker(BrokerLoad load) {
        BrokerInfo broker = load.getBroker();
        String host = broker.getHost().isEmpty() ? "unknown" : broker.getHost();
        return new BrokerDescription(
                broker.getBrokerId(),
                broker.getBrokerEpoch(),
                new BrokerAddress(host, Math.max(1, broker.getPort())),
                broker.getRack(),
                toState(broker.getState()),
                load.getLeaders(),
                load.getReplicas());
    }

    private static BrokerState toState(io.thalweg.proto.v1.BrokerState state) {
        return switch (state) {
            case BROKER_STATE_ACTIVE -> BrokerState.ACTIVE;
            case BROKER_STATE_DRAINING -> BrokerState.DRAINING;
            case BROKER_STATE_FENCED -> BrokerState.FENCED;
            case BROKER_STATE_UNSPECIFIED, UNRECOGNIZED -> BrokerState.UNKNOWN;
        };
    }
}

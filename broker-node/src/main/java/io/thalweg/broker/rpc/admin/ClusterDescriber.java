package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.BrokerLoad;
import io.thalweg.proto.v1.DescribeClusterResponse;
import io.thalweg.proto.v1.PartitionName;

/** Describes the cluster from one image. Pure. */
final class ClusterDescriber {

    /** Enough to show where the trouble is. */
    private static final int MOST_NAMES = 20;

    private final ImageAnswers answers;

    ClusterDescriber(ImageAnswers answers) {
        this.answers = answers;
    }

    DescribeClusterResponse describe(ClusterImage image, int metadataLeader) {
        DescribeClusterResponse.Builder response = DescribeClusterResponse.newBuilder()
                .setClusterId(image.clusterId().toString())
                .setMetadataLeader(metadataLeader)
                .setMetadataIndex(image.index());
        for (Broker broker : image.brokers()) {
            response.addBrokers(BrokerLoad.newBuilder()
                    .setBroker(answers.broker(broker))
                    .setLeaders(image.partitionsLedBy(broker.id()).size())
                    .setReplicas(image.partitionsOf(broker.id()).size()));
        }
        int recovered = 0;
        int underReplicated = 0;
        for (Partition partition : image.partitions()) {
            underReplicated += image.underReplicated(partition) ? 1 : 0;
            if (partition.recoveryEpoch() > 0 && recovered++ < MOST_NAMES) {
                response.addRecovered(name(image, partition));
            }
        }
        image.leaderless().stream().limit(MOST_NAMES).forEach(partition -> response.addOffline(name(image, partition)));
        return response.setOfflinePartitions(image.leaderless().size())
                .setUnderReplicatedPartitions(underReplicated)
                .setRecoveredPartitions(recovered)
                .build();
    }

    private static PartitionName name(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        return PartitionName.newBuilder()
                .setTopic(topic == null ? partition.id().topic().toString() : topic.name())
                .setPartition(partition.id().index())
                .build();
    }
}

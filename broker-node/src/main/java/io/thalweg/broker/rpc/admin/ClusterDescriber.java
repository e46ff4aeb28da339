package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.Partition;
import io.thalweg.proto.v1.BrokerLoad;
import io.thalweg.proto.v1.DescribeClusterResponse;

/** Describes the cluster from one image. Pure. */
final class ClusterDescriber {

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
        int offline = 0;
        int underReplicated = 0;
        for (Partition partition : image.partitions()) {
            offline += partition.leader() == null ? 1 : 0;
            underReplicated += image.underReplicated(partition) ? 1 : 0;
        }
        return response.setOfflinePartitions(offline)
                .setUnderReplicatedPartitions(underReplicated)
                .build();
    }
}

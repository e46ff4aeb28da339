package io.thalweg.broker.rpc.cluster;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.proto.v1.BrokerInfo;
import io.thalweg.proto.v1.BrokerState;
import io.thalweg.proto.v1.PartitionInfo;
import io.thalweg.proto.v1.TopicInfo;
import java.util.Map;

/** Turns parts of an image into what clients are told, with addresses of one listener. Pure. */
public final class ImageAnswers {

    private final String listener;

    /** Creates the answers for the listener that was asked. */
    public ImageAnswers(String listener) {
        this.listener = listener;
    }

    /** Returns what clients may know of a broker. */
    public BrokerInfo broker(Broker broker) {
        BrokerInfo.Builder info = BrokerInfo.newBuilder()
                .setBrokerId(broker.id().value())
                .setBrokerEpoch(broker.epoch().value())
                .setRack(broker.rack())
                .setState(state(broker));
        Endpoint endpoint = broker.listener(listener);
        if (endpoint != null) {
            info.setHost(endpoint.host()).setPort(endpoint.port());
        }
        return info.build();
    }

    private static BrokerState state(Broker broker) {
        if (!broker.active()) {
            return BrokerState.BROKER_STATE_FENCED;
        }
        return broker.draining() ? BrokerState.BROKER_STATE_DRAINING : BrokerState.BROKER_STATE_ACTIVE;
    }

    /** Returns a topic with all its partitions, and the settings that differ from the default. */
    public TopicInfo topic(ClusterImage image, Topic topic) {
        TopicInfo.Builder info = TopicInfo.newBuilder()
                .setName(topic.name())
                .setTopicId(ByteString.copyFrom(topic.id().toBytes()))
                .setInternal(topic.internal())
                .putAllConfig(settings(topic));
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = image.partition(uid);
            if (partition != null) {
                info.addPartitions(partition(image, partition));
            }
        }
        return info.build();
    }

    /** Returns the settings of a topic that differ from the default. */
    public static Map<String, String> settings(Topic topic) {
        Map<String, String> settings = topic.config().toMap();
        settings.entrySet().removeAll(TopicConfig.DEFAULT.toMap().entrySet());
        return settings;
    }

    private static PartitionInfo partition(ClusterImage image, Partition partition) {
        BrokerId leader = partition.leader();
        PartitionInfo.Builder info = PartitionInfo.newBuilder()
                .setPartition(partition.id().index())
                .setLeader(leader == null ? 0 : leader.value())
                .setLeaderEpoch(partition.leaderEpoch().value())
                .setVersion(partition.version())
                .setRecoveryEpoch(partition.recoveryEpoch());
        partition.replicas().forEach(replica -> info.addReplicas(replica.value()));
        image.inSync(partition).forEach(replica -> info.addInSync(replica.value()));
        return info.build();
    }
}

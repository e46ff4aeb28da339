package io.thalweg.client.fake;

import com.google.protobuf.ByteString;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.proto.v1.PartitionInfo;
import io.thalweg.proto.v1.TopicInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A topic of the fake cluster. */
final class FakeTopic {
    private final String name;
    private final UUID id;
    private final Map<String, String> config;
    private final List<FakePartition> partitions = new ArrayList<>();

    FakeTopic(String name, UUID id, int partitions, int brokers, Map<String, String> config) {
        this.name = name;
        this.id = id;
        this.config = config;
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new FakePartition(new TopicPartition(name, i), id, i % brokers + 1));
        }
    }

    String name() {
        return name;
    }

    ByteString idBytes() {
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    List<FakePartition> partitions() {
        return partitions;
    }

    TopicInfo toInfo() {
        TopicInfo.Builder info =
                TopicInfo.newBuilder().setName(name).setTopicId(idBytes()).putAllConfig(config);
        for (int i = 0; i < partitions.size(); i++) {
            FakePartition partition = partitions.get(i);
            info.addPartitions(PartitionInfo.newBuilder()
                    .setPartition(i)
                    .setLeader(partition.leader())
                    .setLeaderEpoch(partition.leaderEpoch())
                    .addReplicas(partition.leader())
                    .addInSync(partition.leader()));
        }
        return info.build();
    }
}

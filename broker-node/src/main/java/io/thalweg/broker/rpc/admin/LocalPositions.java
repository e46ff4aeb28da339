package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.PositionsOutcome;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.DescribePartitionsRequest;
import io.thalweg.proto.v1.DescribePartitionsResponse;
import io.thalweg.proto.v1.PartitionPositions;
import java.util.ArrayList;
import java.util.List;

/** Tells the log positions of partitions that this broker leads. Thread-safe. */
final class LocalPositions {

    private final ImageView view;
    private final PartitionAccess partitions;
    private final LeaderHints hints;
    private final BrokerId self;

    LocalPositions(ImageView view, PartitionAccess partitions, LeaderHints hints, BrokerId self) {
        this.view = view;
        this.partitions = partitions;
        this.hints = hints;
        this.self = self;
    }

    DescribePartitionsResponse describe(DescribePartitionsRequest request) throws RejectedException {
        ClusterImage image = view.image();
        Topic topic = PartitionLookup.topic(image, request.getTopicId(), "");
        List<Integer> wanted = new ArrayList<>(request.getPartitionsList());
        if (wanted.isEmpty()) {
            for (PartitionUid uid : topic.partitions()) {
                Partition partition = image.partition(uid);
                if (partition != null && partition.ledBy(self)) {
                    wanted.add(partition.id().index());
                }
            }
        }
        DescribePartitionsResponse.Builder response = DescribePartitionsResponse.newBuilder();
        for (int index : wanted) {
            response.addPositions(
                    position(PartitionLookup.partition(image, topic, index).id()));
        }
        return response.build();
    }

    private PartitionPositions position(PartitionId partition) {
        PartitionPositions.Builder position = PartitionPositions.newBuilder().setPartition(partition.index());
        partitions.positions(partition).dispatch(new PositionsOutcome.Handler() {
            @Override
            public void hosted(PositionsOutcome.Hosted hosted) {
                if (hosted.positions().leading()) {
                    position.setLogStart(hosted.positions().logStart())
                            .setHighWatermark(hosted.positions().highWatermark())
                            .setLogEnd(hosted.positions().logEnd());
                } else {
                    fail(hints.notLeader(partition));
                }
            }

            @Override
            public void refused(PositionsOutcome.Refused refused) {
                fail(RefusalMapper.failure(refused.refusal(), partition, hints));
            }

            private void fail(Failure failure) {
                position.setError(StatusMapper.status(failure));
            }
        });
        return position.build();
    }
}

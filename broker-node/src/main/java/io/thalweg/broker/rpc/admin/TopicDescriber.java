package io.thalweg.broker.rpc.admin;

import com.google.protobuf.ByteString;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.PartitionLookup;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.rpc.cluster.ImageAnswers;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Topic;
import io.thalweg.proto.v1.DescribePartitionsRequest;
import io.thalweg.proto.v1.DescribePartitionsResponse;
import io.thalweg.proto.v1.DescribeTopicRequest;
import io.thalweg.proto.v1.DescribeTopicResponse;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.PartitionPositions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Describes a topic with the log positions of all its partitions, asked from their leaders at the same time. */
final class TopicDescriber {

    private static final String PEER = "peer";

    private static final long FRESH_WAIT_SECONDS = 2;

    private final ImageView view;
    private final FreshImages images;
    private final ImageAnswers answers;
    private final LeaderHints hints;
    private final LeaderAsker asker;

    TopicDescriber(ImageView view, FreshImages images, ImageAnswers answers, LeaderHints hints, LeaderAsker asker) {
        this.view = view;
        this.images = images;
        this.answers = answers;
        this.hints = hints;
        this.asker = asker;
    }

    /**
     * Describes the topic as it is after everything committed before the request. Without a metadata leader it tells what this
     * broker knows, but never that a topic does not exist.
     */
    CompletableFuture<DescribeTopicResponse> describe(DescribeTopicRequest request) {
        return images.next()
                .orTimeout(FRESH_WAIT_SECONDS, TimeUnit.SECONDS)
                .handle((image, problem) -> {
                    boolean known = view.image().topic(request.getName()) != null;
                    return problem == null
                            ? describe(image, request)
                            : known ? describe(view.image(), request) : unknowable(request.getName());
                })
                .thenCompose(description -> description);
    }

    private static CompletableFuture<DescribeTopicResponse> unknowable(String topic) {
        return CompletableFuture.failedFuture(new RejectedException(Failure.of(
                ErrorReason.ERROR_REASON_NO_METADATA_QUORUM,
                "This broker knows no topic " + topic + ", and no metadata leader answers whether there is one.")));
    }

    private CompletableFuture<DescribeTopicResponse> describe(ClusterImage image, DescribeTopicRequest request) {
        Topic topic;
        try {
            topic = PartitionLookup.topic(image, ByteString.EMPTY, request.getName());
        } catch (RejectedException e) {
            return CompletableFuture.failedFuture(e);
        }
        DescribeTopicResponse.Builder response =
                DescribeTopicResponse.newBuilder().setTopic(answers.topic(image, topic));
        return positions(image, topic)
                .thenApply(positions ->
                        response.addAllPositions(positions.values()).build());
    }

    private CompletableFuture<Map<Integer, PartitionPositions>> positions(ClusterImage image, Topic topic) {
        Map<Integer, PartitionPositions> positions = new TreeMap<>();
        Map<BrokerId, List<Integer>> byLeader = new TreeMap<>();
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = image.partition(uid);
            if (partition == null) {
                continue;
            }
            int index = partition.id().index();
            positions.put(index, unanswered(index, hints.notLeader(partition.id())));
            BrokerId leader = partition.leader();
            if (leader != null) {
                byLeader.computeIfAbsent(leader, key -> new ArrayList<>()).add(index);
            }
        }
        List<CompletableFuture<Map<Integer, PartitionPositions>>> asked = new ArrayList<>();
        byLeader.forEach((leader, partitions) -> asked.add(ask(image.broker(leader), topic, partitions)));
        CompletableFuture<Map<Integer, PartitionPositions>> all = CompletableFuture.completedFuture(positions);
        for (CompletableFuture<Map<Integer, PartitionPositions>> one : asked) {
            all = all.thenCombine(one, (sum, part) -> {
                sum.putAll(part);
                return sum;
            });
        }
        return all;
    }

    private CompletableFuture<Map<Integer, PartitionPositions>> ask(
            @Nullable Broker leader, Topic topic, List<Integer> partitions) {
        Endpoint peer = leader == null ? null : leader.listener(PEER);
        if (peer == null) {
            return CompletableFuture.completedFuture(Map.of());
        }
        DescribePartitionsRequest request = DescribePartitionsRequest.newBuilder()
                .setTopicId(ByteString.copyFrom(topic.id().toBytes()))
                .addAllPartitions(partitions)
                .build();
        return asker.ask(peer, request)
                .thenApply(TopicDescriber::byIndex)
                .exceptionally(problem -> silent(partitions, peer));
    }

    private static Map<Integer, PartitionPositions> byIndex(DescribePartitionsResponse response) {
        Map<Integer, PartitionPositions> positions = new TreeMap<>();
        response.getPositionsList().forEach(position -> positions.put(position.getPartition(), position));
        return positions;
    }

    private static Map<Integer, PartitionPositions> silent(List<Integer> partitions, Endpoint peer) {
        Map<Integer, PartitionPositions> positions = new TreeMap<>();
        Failure failure =
                Failure.of(ErrorReason.ERROR_REASON_BROKER_NOT_READY, "The leader at " + peer + " does not answer.");
        partitions.forEach(index -> positions.put(index, unanswered(index, failure)));
        return positions;
    }

    private static PartitionPositions unanswered(int index, Failure failure) {
        return PartitionPositions.newBuilder()
                .setPartition(index)
                .setError(StatusMapper.status(failure))
                .build();
    }
}

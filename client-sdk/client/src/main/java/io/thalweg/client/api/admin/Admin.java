package io.thalweg.client.api.admin;

import io.thalweg.client.api.Position;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.admin.group.OffsetPlan;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Changes and inspects the cluster. Thread-safe. Every call retries temporary failures until the request timeout; the future then fails with a
 * {@link ThalwegException}. Callbacks run on the library's callback thread: they must not block.
 */
public interface Admin {
    /** Creates a topic. Completes when the leaders of all its partitions serve. Fails with {@code TOPIC_EXISTS} if there is one of that name. */
    CompletableFuture<CreatedTopic> createTopic(NewTopic topic);

    /** Checks everything that {@link #createTopic} would, and creates nothing. */
    CompletableFuture<CreatedTopic> validateTopic(NewTopic topic);

    /** All topics in order of their names. */
    CompletableFuture<List<TopicSummary>> listTopics(boolean includeInternal);

    /** One topic with the log positions of every partition. Fails with {@code TOPIC_NOT_FOUND}. */
    CompletableFuture<TopicDescription> describeTopic(String name);

    /**
     * Changes settings of a topic, adds partitions to it, or both at once. Completes when the leaders of all its partitions go by the change. Fails
     * with {@code TOPIC_NOT_FOUND}, or with {@code INVALID_CONFIG} that names the key.
     */
    CompletableFuture<AlteredTopic> alterTopic(TopicAlteration change);

    /** Checks everything that {@link #alterTopic} would, and changes nothing. */
    CompletableFuture<AlteredTopic> validateAlteration(TopicAlteration change);

    /** Deletes a topic and all its records. Fails with {@code TOPIC_NOT_FOUND}. */
    CompletableFuture<Void> deleteTopic(String name);

    CompletableFuture<ClusterDescription> describeCluster();

    /** Moves every leader away from a broker and gives it no new ones. Completes with the number of leaders that are left, 0 when done. */
    CompletableFuture<Integer> drainBroker(int brokerId);

    /** Lifts an earlier drain. */
    CompletableFuture<Void> undrainBroker(int brokerId);

    /** The feature level that the cluster uses, and those that its brokers support. */
    CompletableFuture<FeatureLevels> describeFeatures();

    /**
     * Ends a rolling upgrade: from now on the cluster uses the feature level and takes in no broker that does not support it. That can't be taken back.
     * Fails with {@code FEATURE_LEVEL_UNSUPPORTED} while a registered broker does not support it.
     */
    CompletableFuture<FeatureLevels> finaliseFeatureLevel(int level);

    /** The voters of the metadata, as the metadata leader sees them now. */
    CompletableFuture<QuorumDescription> describeVoters();

    /** Lets a broker vote. Completes when it does. Fails with {@code VOTER_UNREACHABLE}, {@code ALREADY_VOTER} or {@code VOTER_CHANGE_IN_PROGRESS}. */
    CompletableFuture<QuorumDescription> addVoter(int brokerId);

    /** Ends a broker's vote; it goes on serving. Fails with {@code WOULD_LOSE_QUORUM} if the voters that live would be no majority of the rest. */
    CompletableFuture<QuorumDescription> removeVoter(int brokerId);

    /** Lets a broker vote in another's place, in one step. With the same broker twice, it votes with a new Raft folder after its old one was lost. */
    CompletableFuture<QuorumDescription> replaceVoter(int oldBrokerId, int newBrokerId);

    /**
     * Partitions of a topic with what each replica has, whether there is a leader or not.
     *
     * @param partitions their indexes; empty for all
     */
    CompletableFuture<List<PartitionReplicas>> describeReplicas(String topic, Collection<Integer> partitions);

    /** Says what {@link #recoverPartition} would do and what may be lost by it, and does nothing. Fails as that would. */
    CompletableFuture<RecoveryOutcome> planRecovery(PartitionRecovery recovery);

    /**
     * Makes a leader of a partition in which no replica may lead. <b>Acknowledged records may be lost.</b> Fails with {@code RECOVERY_NOT_NEEDED}
     * while there is a leader, and with {@code WOULD_LOSE_DATA} while a replica did not tell what it has, unless forced.
     */
    CompletableFuture<RecoveryOutcome> recoverPartition(PartitionRecovery recovery);

    /** Says what {@link #reassign} would do, and does nothing. Fails as that would. */
    CompletableFuture<ReassignmentOutcome> planReassignment(TopicPartition partition, List<Integer> replicas);

    /**
     * Begins to move a partition to other brokers while it is in use. Completes when that is recorded; {@link #listReassignments} shows how far it is.
     * The same again changes nothing. Fails with {@code BROKER_NOT_FOUND}, {@code BROKER_NOT_USABLE} or {@code REASSIGNMENT_IN_PROGRESS}.
     *
     * @param replicas brokers in order of preference: the first one leads when it can
     */
    CompletableFuture<ReassignmentOutcome> reassign(TopicPartition partition, List<Integer> replicas);

    /** Turns a move back: the partition keeps the replicas that it had before. Changes nothing if none is under way. */
    CompletableFuture<ReassignmentOutcome> cancelReassignment(TopicPartition partition);

    /** The moves that are under way, in order of topic and partition. */
    CompletableFuture<List<ReassignmentDescription>> listReassignments();

    /** Says what would move to take a broker out of the cluster, and does nothing. Fails as {@link #decommissionBroker} would. */
    CompletableFuture<DecommissionProgress> planDecommission(int brokerId);

    /**
     * Takes the next step to take a broker out of the cluster for good: drains it, moves some replicas to other brokers, removes it when it has none.
     * Waits a moment for progress. Call it again until {@link DecommissionProgress#removed}; a broker that stays behind then stops by itself. Fails
     * with {@code BROKER_IN_USE} for a voter, and with {@code NOT_ENOUGH_BROKERS} if the other brokers are too few.
     *
     * @param mostMoving partitions that may be on their way off the broker at a time
     */
    CompletableFuture<DecommissionProgress> decommissionBroker(int brokerId, int mostMoving);

    /** The groups of all coordinators in order of their names. */
    CompletableFuture<List<GroupSummary>> listGroups();

    /** Fails with {@code GROUP_NOT_FOUND}. */
    CompletableFuture<GroupDescription> describeGroup(String group);

    /**
     * Works out where the group's offsets of these topics would go. Changes nothing. With no topics, those that the group has committed offsets for.
     */
    CompletableFuture<OffsetPlan> planReset(String group, Collection<String> topics, Position position);

    /** Commits the offsets of a plan. Fails with {@code GROUP_NOT_EMPTY} while the group has members. */
    CompletableFuture<Void> applyReset(OffsetPlan plan);

    /** Forgets a group and its offsets. Fails with {@code GROUP_NOT_EMPTY} while it has members. */
    CompletableFuture<Void> deleteGroup(String group);

    /** Where these positions are. */
    CompletableFuture<Map<TopicPartition, ListedOffset>> listOffsets(Map<TopicPartition, Position> positions);
}

package io.thalweg.client.internal.runtime.admin;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.admin.Admin;
import io.thalweg.client.api.admin.AlteredTopic;
import io.thalweg.client.api.admin.ClusterDescription;
import io.thalweg.client.api.admin.CreatedTopic;
import io.thalweg.client.api.admin.FeatureLevels;
import io.thalweg.client.api.admin.ListedOffset;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.QuorumDescription;
import io.thalweg.client.api.admin.TopicAlteration;
import io.thalweg.client.api.admin.TopicDescription;
import io.thalweg.client.api.admin.TopicSummary;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupSummary;
import io.thalweg.client.api.admin.group.OffsetPlan;
import io.thalweg.client.api.admin.reassignment.DecommissionProgress;
import io.thalweg.client.api.admin.reassignment.ReassignmentDescription;
import io.thalweg.client.api.admin.reassignment.ReassignmentOutcome;
import io.thalweg.client.api.admin.recovery.PartitionRecovery;
import io.thalweg.client.api.admin.recovery.PartitionReplicas;
import io.thalweg.client.api.admin.recovery.RecoveryOutcome;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.port.AdminCalls;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The admin service. */
public final class ClusterAdmin implements Admin {
    private final ClientCore core;
    private final GroupAdmin groups;

    public ClusterAdmin(ClientCore core) {
        this.core = core;
        this.groups = new GroupAdmin(core, this::locate);
    }

    @Override
    public CompletableFuture<CreatedTopic> createTopic(NewTopic topic) {
        return create(topic, false);
    }

    @Override
    public CompletableFuture<CreatedTopic> validateTopic(NewTopic topic) {
        return create(topic, true);
    }

    private CompletableFuture<CreatedTopic> create(NewTopic topic, boolean validateOnly) {
        return change(broker -> core.network().admin().createTopic(broker, topic, validateOnly));
    }

    @Override
    public CompletableFuture<AlteredTopic> alterTopic(TopicAlteration change) {
        return alter(change, false);
    }

    @Override
    public CompletableFuture<AlteredTopic> validateAlteration(TopicAlteration change) {
        return alter(change, true);
    }

    private CompletableFuture<AlteredTopic> alter(TopicAlteration change, boolean validateOnly) {
        return change(broker -> core.network().admin().alterTopic(broker, change, validateOnly));
    }

    @Override
    public CompletableFuture<List<TopicSummary>> listTopics(boolean includeInternal) {
        return core.callbacks()
                .handOver(core.onAny(
                        broker -> core.network().admin().listTopics(broker, includeInternal, core.knownIndex())));
    }

    @Override
    public CompletableFuture<TopicDescription> describeTopic(String name) {
        return core.callbacks()
                .handOver(core.onAny(broker -> core.network().admin().describeTopic(broker, name)));
    }

    @Override
    public CompletableFuture<Void> deleteTopic(String name) {
        return core.callbacks()
                .handOver(core.changeOnAny(broker -> core.network().admin().deleteTopic(broker, name))
                        .thenAccept(core::changedAt));
    }

    @Override
    public CompletableFuture<ClusterDescription> describeCluster() {
        return core.callbacks().handOver(core.onAny(core.network().admin()::describeCluster));
    }

    @Override
    public CompletableFuture<Integer> drainBroker(int brokerId) {
        return core.callbacks()
                .handOver(core.changeOnAny(broker -> core.network().admin().drain(broker, brokerId, true)));
    }

    @Override
    public CompletableFuture<Void> undrainBroker(int brokerId) {
        return core.callbacks()
                .handOver(core.changeOnAny(broker -> core.network().admin().drain(broker, brokerId, false))
                        .thenAccept(left -> {}));
    }

    @Override
    public CompletableFuture<FeatureLevels> describeFeatures() {
        return core.callbacks().handOver(core.onAny(core.network().admin()::describeFeatures));
    }

    @Override
    public CompletableFuture<FeatureLevels> finaliseFeatureLevel(int level) {
        return core.callbacks()
                .handOver(core.changeOnAny(broker -> core.network().admin().finaliseFeatures(broker, level)));
    }

    @Override
    public CompletableFuture<QuorumDescription> describeVoters() {
        return core.callbacks().handOver(core.onAny(core.network().admin()::describeVoters));
    }

    @Override
    public CompletableFuture<QuorumDescription> addVoter(int brokerId) {
        return changeVoters(brokerId, 0);
    }

    @Override
    public CompletableFuture<QuorumDescription> removeVoter(int brokerId) {
        return changeVoters(0, brokerId);
    }

    @Override
    public CompletableFuture<QuorumDescription> replaceVoter(int oldBrokerId, int newBrokerId) {
        return changeVoters(newBrokerId, oldBrokerId);
    }

    private CompletableFuture<QuorumDescription> changeVoters(int added, int removed) {
        return core.callbacks()
                .handOver(core.changeOnAny(broker -> core.network().admin().changeVoters(broker, added, removed)));
    }

    @Override
    public CompletableFuture<List<PartitionReplicas>> describeReplicas(String topic, Collection<Integer> partitions) {
        List<Integer> indexes = List.copyOf(partitions);
        return core.callbacks()
                .handOver(core.onAny(broker -> core.network().admin().describeReplicas(broker, topic, indexes)));
    }

    @Override
    public CompletableFuture<RecoveryOutcome> planRecovery(PartitionRecovery recovery) {
        return recover(recovery, true);
    }

    @Override
    public CompletableFuture<RecoveryOutcome> recoverPartition(PartitionRecovery recovery) {
        return recover(recovery, false);
    }

    private CompletableFuture<RecoveryOutcome> recover(PartitionRecovery recovery, boolean dryRun) {
        return change(broker -> core.network().admin().recoverPartition(broker, recovery, dryRun));
    }

    @Override
    public CompletableFuture<ReassignmentOutcome> planReassignment(TopicPartition partition, List<Integer> replicas) {
        return reassign(partition, replicas, true);
    }

    @Override
    public CompletableFuture<ReassignmentOutcome> reassign(TopicPartition partition, List<Integer> replicas) {
        return reassign(partition, replicas, false);
    }

    private CompletableFuture<ReassignmentOutcome> reassign(
            TopicPartition partition, List<Integer> replicas, boolean dryRun) {
        List<Integer> wanted = List.copyOf(replicas);
        return change(broker -> core.network().admin().reassign(broker, partition, wanted, dryRun));
    }

    @Override
    public CompletableFuture<ReassignmentOutcome> cancelReassignment(TopicPartition partition) {
        return change(broker -> core.network().admin().cancelReassignment(broker, partition));
    }

    @Override
    public CompletableFuture<List<ReassignmentDescription>> listReassignments() {
        return core.callbacks().handOver(core.onAny(core.network().admin()::listReassignments));
    }

    @Override
    public CompletableFuture<DecommissionProgress> planDecommission(int brokerId) {
        return change(broker -> core.network().admin().decommission(broker, brokerId, 0, true));
    }

    @Override
    public CompletableFuture<DecommissionProgress> decommissionBroker(int brokerId, int mostMoving) {
        if (mostMoving < 1) {
            throw new IllegalArgumentException("at least one partition has to move at a time, not " + mostMoving);
        }
        return change(broker -> core.network().admin().decommission(broker, brokerId, mostMoving, false));
    }

    private <T> CompletableFuture<T> change(Function<BrokerAddress, CompletableFuture<AdminCalls.Indexed<T>>> call) {
        return core.callbacks().handOver(core.changeOnAny(call).thenApply(changed -> {
            core.changedAt(changed.index());
            return changed.value();
        }));
    }

    @Override
    public CompletableFuture<List<GroupSummary>> listGroups() {
        return core.callbacks().handOver(groups.list());
    }

    @Override
    public CompletableFuture<GroupDescription> describeGroup(String group) {
        return core.callbacks().handOver(groups.describe(group));
    }

    @Override
    public CompletableFuture<OffsetPlan> planReset(String group, Collection<String> topics, Position position) {
        return core.callbacks().handOver(groups.planReset(group, List.copyOf(topics), position));
    }

    @Override
    public CompletableFuture<Void> applyReset(OffsetPlan plan) {
        return core.callbacks().handOver(groups.applyReset(plan));
    }

    @Override
    public CompletableFuture<Void> deleteGroup(String group) {
        return core.callbacks().handOver(groups.delete(group));
    }

    @Override
    public CompletableFuture<Map<TopicPartition, ListedOffset>> listOffsets(Map<TopicPartition, Position> positions) {
        return core.callbacks().handOver(locate(positions));
    }

    private CompletableFuture<Map<TopicPartition, ListedOffset>> locate(Map<TopicPartition, Position> positions) {
        Map<TopicPartition, CompletableFuture<ListedOffset>> asked = new HashMap<>();
        positions.forEach((partition, position) -> asked.put(
                partition,
                core.onLeader(partition, leader -> core.network().reads().listOffset(leader, partition, position))));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    Map<TopicPartition, ListedOffset> listed = new HashMap<>();
                    asked.forEach((partition, answer) -> listed.put(partition, answer.join()));
                    return listed;
                });
    }
}

package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.Reassignment;
import io.thalweg.metadata.model.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What must hold after every command, whatever it was. Numbers are those of the invariants in the design. */
final class ImageInvariants {

    private final ClusterImage before;
    private final ClusterImage after;
    private final ImageChanges changes;

    ImageInvariants(ClusterImage before, Applied applied) {
        this.before = before;
        this.after = applied.image();
        this.changes = applied.changes();
    }

    void check(Command command) {
        for (Partition partition : after.partitions()) {
            leaderIsElectable(partition);
            setIsWellFormed(partition);
            reassignmentIsSound(partition);
            Partition old = before.partition(partition.uid());
            if (old != null) {
                numbersGrow(old, partition);
                removalLeavesEnough(old, partition, command);
                changesAreListed(old, partition);
                replicasChangeByReassignment(old, partition, command);
            }
        }
        after.topics().forEach(topic -> topicIsSound(topic, command));
        indexesAgree();
        producerIdsGrow();
        assertThat(after.index()).isEqualTo(before.index() + 1);
    }

    /** S10: no suspect and no fenced broker leads, and an electable holder never stays without a leader. */
    private void leaderIsElectable(Partition partition) {
        BrokerId leader = partition.leader();
        if (leader == null) {
            assertThat(partition.holders()).as("%s", partition).noneMatch(after::electable);
        } else {
            Holder holder = partition.holder(leader);
            assertThat(holder != null && after.electable(holder))
                    .as("%s", partition)
                    .isTrue();
        }
    }

    private void setIsWellFormed(Partition partition) {
        List<BrokerId> brokers =
                partition.holders().stream().map(Holder::broker).toList();
        assertThat(brokers).as("%s", partition).isNotEmpty().doesNotHaveDuplicates();
        assertThat(partition.replicas()).containsAll(brokers);
        assertThat(partition.version()).isLessThanOrEqualTo(after.index());
        assertThat(partition.recoveries()).hasSizeLessThanOrEqualTo(5);
    }

    /** S4: epochs and versions only grow; a new leader has a new epoch. */
    private void numbersGrow(Partition old, Partition now) {
        assertThat(now.leaderEpoch()).isGreaterThanOrEqualTo(old.leaderEpoch());
        assertThat(now.version()).isGreaterThanOrEqualTo(old.version());
        assertThat(now.recoveryEpoch()).isGreaterThanOrEqualTo(old.recoveryEpoch());
        if (!Objects.equals(old.leader(), now.leader())) {
            assertThat(now.leaderEpoch().value()).isEqualTo(after.index());
        }
        if (!old.equals(now)) {
            assertThat(now.version()).isEqualTo(after.index());
        }
    }

    /** S8: every removal leaves enough validated entries; only the leader adds one, or a recovery its winner. */
    private void removalLeavesEnough(Partition old, Partition now, Command command) {
        long validated = now.holders().stream().filter(after::validated).count();
        boolean removed = old.holders().stream().anyMatch(holder -> now.holder(holder.broker()) == null);
        if (removed) {
            assertThat(validated).as("%s", now).isGreaterThanOrEqualTo(after.minInsyncReplicas(now));
        }
        boolean added = now.holders().stream().anyMatch(holder -> old.holder(holder.broker()) == null);
        if (added) {
            assertThat(command).isInstanceOfAny(Command.ProposeHolders.class, Command.RecoverLeader.class);
        }
    }

    /** Partitions are only added, at the end; no settings ask for more holders than there are replicas. */
    private void topicIsSound(Topic topic, Command command) {
        for (PartitionUid uid : topic.partitions()) {
            Partition partition = Objects.requireNonNull(after.partition(uid));
            assertThat(after.minInsyncReplicas(partition)).isLessThanOrEqualTo(partition.fewestReplicas());
        }
        Topic old = before.topic(topic.id());
        if (old == null) {
            assertThat(topic.version()).isEqualTo(after.index());
            return;
        }
        assertThat(topic.partitions()).startsWith(old.partitions().toArray(PartitionUid[]::new));
        assertThat(changes.altered().contains(topic.id())).isEqualTo(!old.equals(topic));
        if (!old.equals(topic)) {
            assertThat(topic.version()).isEqualTo(after.index());
            assertThat(command).isInstanceOf(Command.AlterTopic.class);
            assertThat(old.partitions())
                    .map(before::partition)
                    .filteredOn(partition -> partition.reassignment() == null)
                    .allSatisfy(partition ->
                            assertThat(after.partition(partition.uid())).isEqualTo(partition));
        }
    }

    /** L4: what is complete has ended. Every replica is on a registered broker. */
    private void reassignmentIsSound(Partition partition) {
        assertThat(partition.replicas()).doesNotHaveDuplicates().allMatch(replica -> after.broker(replica) != null);
        Reassignment move = partition.reassignment();
        if (move == null) {
            return;
        }
        Set<BrokerId> all = new TreeSet<>(move.from());
        all.addAll(move.to());
        assertThat(partition.replicas())
                .hasSameElementsAs(all)
                .startsWith(move.goal().toArray(BrokerId[]::new));
        List<BrokerId> inSync = new ArrayList<>(after.inSync(partition));
        inSync.retainAll(move.goal());
        int needed = after.minInsyncReplicas(partition);
        boolean complete = inSync.contains(partition.leader())
                && inSync.size() >= needed
                && (move.cancelled() || inSync.size() == move.goal().size());
        assertThat(complete).as("%s", partition).isFalse();
    }

    /** Replicas come and go only with a reassignment, and the leader is never the one that goes. */
    private void replicasChangeByReassignment(Partition old, Partition now, Command command) {
        if (old.replicas().equals(now.replicas())) {
            return;
        }
        boolean asked = command instanceof Command.Reassign || command instanceof Command.CancelReassign;
        assertThat(asked || old.reassignment() != null).as("%s", now).isTrue();
        boolean removed = !now.replicas().containsAll(old.replicas());
        if (removed) {
            assertThat(now.replicas()).as("%s", now).contains(now.leader());
            assertThat(now.removalIndex()).isEqualTo(after.index());
        }
        boolean added = !old.replicas().containsAll(now.replicas());
        if (added && old.removalIndex() > old.leaderEpoch().value()) {
            assertThat(now.leaderEpoch().value()).as("%s", now).isEqualTo(after.index());
        }
    }

    private void changesAreListed(Partition old, Partition now) {
        assertThat(changes.partitions().contains(now.uid())).isEqualTo(!old.equals(now));
    }

    private void indexesAgree() {
        Map<BrokerId, Set<PartitionUid>> hosted = new HashMap<>();
        Map<BrokerId, Set<PartitionUid>> led = new HashMap<>();
        Set<PartitionUid> leaderless = new TreeSet<>();
        for (Topic topic : after.topics()) {
            for (int at = 0; at < topic.partitions().size(); at++) {
                Partition partition = Objects.requireNonNull(after.partition(new PartitionId(topic.id(), at)));
                assertThat(partition.uid()).isEqualTo(topic.partitions().get(at));
                partition
                        .replicas()
                        .forEach(broker -> hosted.computeIfAbsent(broker, id -> new TreeSet<>())
                                .add(partition.uid()));
                BrokerId leader = partition.leader();
                if (leader != null) {
                    led.computeIfAbsent(leader, id -> new TreeSet<>()).add(partition.uid());
                } else {
                    leaderless.add(partition.uid());
                }
            }
        }
        assertThat(after.leaderless().stream().map(Partition::uid)).containsExactlyElementsOf(leaderless);
        for (int id = 1; id <= 6; id++) {
            BrokerId broker = new BrokerId(id);
            assertThat(after.partitionsOf(broker).stream().map(Partition::uid))
                    .containsExactlyElementsOf(hosted.getOrDefault(broker, Set.of()));
            assertThat(after.partitionsLedBy(broker).stream().map(Partition::uid))
                    .containsExactlyElementsOf(led.getOrDefault(broker, Set.of()));
        }
    }

    private void producerIdsGrow() {
        assertThat(after.counters().nextProducerId())
                .isGreaterThanOrEqualTo(before.counters().nextProducerId());
        assertThat(after.counters().nextPartitionUid())
                .isGreaterThanOrEqualTo(before.counters().nextPartitionUid());
        assertThat(after.timeMillis()).isGreaterThanOrEqualTo(before.timeMillis());
    }
}

package io.thalweg.metadata.controller;

import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Durability;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Recovers partitions of topics with durability {@code os} that nobody may lead: asks every active replica what it has, and
 * proposes the recovery once the state machine would accept it, which wants evidence of every holder. Partitions of other
 * topics wait for their operator. One object per term; pure; confined to one thread.
 */
public final class RecoveryDuty {

    /** Time between two looks, and between two questions for the same. */
    static final long PERIOD_MILLIS = 100;

    /** Most partitions in one question, and most recoveries due at a time. */
    static final int MOST = 500;

    private final EvidenceTable evidence = new EvidenceTable();
    private long nextMillis = Long.MIN_VALUE;

    /** A partition to ask for; the answer names the same epoch. */
    public record Question(PartitionUid partition, LeaderEpoch leaderEpoch) {}

    /**
     * What is to be done now.
     *
     * @param recoveries commands to propose; they stay due until the image shows them done
     * @param questions by broker that should answer
     */
    public record Due(List<Command> recoveries, Map<BrokerIdentity, List<Question>> questions) {

        /** Nothing is to be done. */
        public static final Due NOTHING = new Due(List.of(), Map.of());
    }

    /** A replica answered. */
    public void heard(PartitionUid partition, LeaderEpoch leaderEpoch, RecoveryEvidence found) {
        evidence.heard(partition, leaderEpoch, found);
    }

    /** To be called many times per second. */
    public Due due(ClusterImage image, long nowMillis) {
        if (nowMillis < nextMillis) {
            return Due.NOTHING;
        }
        nextMillis = nowMillis + PERIOD_MILLIS;
        evidence.forgetLed(image);
        Due due = new Due(new ArrayList<>(), new LinkedHashMap<>());
        for (Partition partition : image.leaderless()) {
            if (mayLoseUnsynced(image, partition)) {
                look(image, partition, due);
            }
        }
        return due;
    }

    private static boolean mayLoseUnsynced(ClusterImage image, Partition partition) {
        Topic topic = image.topic(partition.id().topic());
        return topic != null && topic.config().durability() == Durability.OS;
    }

    private void look(ClusterImage image, Partition partition, Due due) {
        List<RecoveryEvidence> found = new ArrayList<>();
        boolean complete = true;
        for (Broker broker : live(image, partition)) {
            RecoveryEvidence of = evidence.of(broker, partition);
            if (of == null) {
                complete = false;
                ask(broker, partition, due);
            } else {
                found.add(of);
            }
        }
        if (complete && due.recoveries.size() < MOST) {
            propose(image, partition, found, due);
        }
    }

    private static void ask(Broker broker, Partition partition, Due due) {
        List<Question> asked = due.questions.computeIfAbsent(broker.identity(), id -> new ArrayList<>());
        if (asked.size() < MOST) {
            asked.add(new Question(partition.uid(), partition.leaderEpoch()));
        }
    }

    private static List<Broker> live(ClusterImage image, Partition partition) {
        Stream<BrokerId> holders = partition.holders().stream().map(holder -> holder.broker());
        return Stream.concat(partition.replicas().stream(), holders)
                .distinct()
                .flatMap(id -> Stream.ofNullable(image.broker(id)))
                .filter(Broker::active)
                .toList();
    }

    private static void propose(ClusterImage image, Partition partition, List<RecoveryEvidence> found, Due due) {
        Command command = new Command.RecoverLeader(
                partition.uid(), partition.leaderEpoch(), partition.version(), found, false, "", null);
        if (CommandApply.apply(image, command, image.index() + 1).reply().accepted()) {
            due.recoveries.add(command);
        }
    }
}

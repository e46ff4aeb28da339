package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.EvidenceReport;
import io.thalweg.proto.v1.LeaderlessPartition;
import io.thalweg.proto.v1.PartitionEvidence;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EvidenceAnswersTest {
    private static final long EPOCH = 20;
    private static final BrokerIdentity SELF = new BrokerIdentity(new BrokerId(1), new BrokerEpoch(9));

    private static ReplicaReport report(long leaderEpoch, boolean leaderless, @Nullable String fault) {
        RecoveryEvidence evidence = new RecoveryEvidence(SELF, 7, 3, 50, 40, fault != null);
        return new ReplicaReport(new LeaderEpoch(leaderEpoch), leaderless, evidence, fault);
    }

    private static EvidenceReport ask(Map<PartitionUid, ReplicaReport> replicas, int... uids) {
        EvidenceQuestion.Builder question = EvidenceQuestion.newBuilder();
        for (int uid : uids) {
            question.addPartitions(
                    LeaderlessPartition.newBuilder().setPartitionUid(uid).setLeaderEpoch(EPOCH));
        }
        return new EvidenceAnswers(replicas::get)
                .answer(question.build(), SELF.epoch().value());
    }

    @Test
    void shouldTellWhatAStillLogHas() {
        EvidenceReport report = ask(Map.of(new PartitionUid(4), report(EPOCH, true, null)), 4);

        assertThat(report.getBrokerEpoch()).isEqualTo(9);
        PartitionEvidence found = report.getPartitions(0);
        assertThat(found.getLeaderEpoch()).isEqualTo(EPOCH);
        assertThat(found.getEvidence().getLogStart()).isEqualTo(3);
        assertThat(found.getEvidence().getLogEnd()).isEqualTo(50);
        assertThat(found.getEvidence().getDamaged()).isFalse();
    }

    @Test
    void shouldLeaveOutWhatMayStillGrow() {
        Map<PartitionUid, ReplicaReport> replicas = Map.of(
                new PartitionUid(1), report(EPOCH - 1, false, null), new PartitionUid(2), report(EPOCH, false, null));

        assertThat(ask(replicas, 1, 2, 3).getPartitionsList()).isEmpty();
    }

    @Test
    void shouldTellOfAStoppedReplicaWhateverItsEpoch() {
        EvidenceReport report = ask(Map.of(new PartitionUid(4), report(EPOCH - 5, false, "checksum")), 4);

        assertThat(report.getPartitions(0).getEvidence().getDamaged()).isTrue();
    }
}

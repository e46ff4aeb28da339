package io.thalweg.broker.membership;

import io.thalweg.broker.runtime.access.ReplicaReport;
import io.thalweg.metadata.codec.EvidenceCodec;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.EvidenceReport;
import io.thalweg.proto.v1.LeaderlessPartition;

/** Answers the metadata leader's questions for evidence, as far as the logs asked for stand still. */
final class EvidenceAnswers {

    private final EvidenceSource source;

    EvidenceAnswers(EvidenceSource source) {
        this.source = source;
    }

    EvidenceReport answer(EvidenceQuestion question, long brokerEpoch) {
        EvidenceReport.Builder report = EvidenceReport.newBuilder().setBrokerEpoch(brokerEpoch);
        for (LeaderlessPartition asked : question.getPartitionsList()) {
            PartitionUid uid = new PartitionUid(asked.getPartitionUid());
            LeaderEpoch epoch = new LeaderEpoch(asked.getLeaderEpoch());
            ReplicaReport replica = source.replica(uid);
            if (replica != null && replica.broker().epoch().value() == brokerEpoch && replica.standsStillIn(epoch)) {
                report.addPartitions(EvidenceCodec.toProto(uid, epoch, replica.evidence()));
            }
        }
        return report.build();
    }
}

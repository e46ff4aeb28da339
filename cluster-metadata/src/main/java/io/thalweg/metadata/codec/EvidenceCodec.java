package io.thalweg.metadata.codec;

import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.proto.v1.PartitionEvidence;

/** Evidence of one replica to and from its message on a session stream. */
public final class EvidenceCodec {

    private EvidenceCodec() {}

    /** What a replica has, for the leader epoch of the question. */
    public static PartitionEvidence toProto(
            PartitionUid partition, LeaderEpoch leaderEpoch, RecoveryEvidence evidence) {
        return PartitionEvidence.newBuilder()
                .setPartitionUid(partition.value())
                .setLeaderEpoch(leaderEpoch.value())
                .setEvidence(ModelWriter.write(evidence))
                .build();
    }

    /** Throws {@code IllegalArgumentException} for values that no replica has. */
    public static RecoveryEvidence decode(io.thalweg.proto.v1.RecoveryEvidence message) {
        return ModelReader.evidence(message);
    }
}

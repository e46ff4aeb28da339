package io.thalweg.metadata.apply;

import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;

/** When a reassignment ends. Looked at after whatever may complete one, so none that is complete stays under way. */
final class Reassignments {

    private Reassignments() {}

    /**
     * The partition with the replicas of the goal, if it can be left to them; else the same partition. What leaves the
     * holder set leaves enough validated entries behind, and none of them is the leader.
     */
    static Partition finish(ImageEdit edit, Partition partition) {
        Reassignment move = partition.reassignment();
        if (move == null || !complete(edit, partition, move)) {
            return partition;
        }
        return partition.reassigned(move, edit.index());
    }

    /** Forwards, every replica of the goal is in sync; back, as many of the old ones as a write needs. */
    private static boolean complete(ImageEdit edit, Partition partition, Reassignment move) {
        BrokerId leader = partition.leader();
        if (leader == null || !move.goal().contains(leader)) {
            return false;
        }
        int inSync = 0;
        for (BrokerId replica : move.goal()) {
            Holder holder = partition.holder(replica);
            inSync += holder != null && edit.electable(holder) ? 1 : 0;
        }
        boolean enough = inSync >= edit.minInsyncReplicas(partition);
        return enough && (move.cancelled() || inSync == move.goal().size());
    }
}

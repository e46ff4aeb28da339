package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.MemberId;
import io.thalweg.metadata.model.PartitionId;
import java.util.List;

/** The coordinator's end of one member's stream. Called on the partition's loop; must not block. */
public interface MemberStream {
    /** The member is in the group under this id. */
    void joined(MemberId member, int heartbeatIntervalMillis);

    /** The member owns exactly these partitions from now on. */
    void assigned(long memberEpoch, List<PartitionId> partitions);

    /** The stream is over; nothing follows. */
    void ended(GroupRefusal reason);
}

package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import java.util.List;

/** What member streams are told once the decision's rows are committed. */
public sealed interface GroupEffect {
    MemberConnection connection();

    void dispatch(Handler handler);

    /** One method per case. */
    interface Handler {
        void joined(Joined effect);

        void assigned(Assigned effect);

        void ended(Ended effect);
    }

    /** The member is in the group under this id. */
    record Joined(MemberConnection connection, MemberId member, int heartbeatIntervalMillis) implements GroupEffect {
        @Override
        public void dispatch(Handler handler) {
            handler.joined(this);
        }
    }

    /** The member owns exactly these partitions from now on. */
    record Assigned(MemberConnection connection, long memberEpoch, List<PartitionId> partitions)
            implements GroupEffect {
        @Override
        public void dispatch(Handler handler) {
            handler.assigned(this);
        }
    }

    /** The stream ends with this reason. */
    record Ended(MemberConnection connection, GroupRejection reason) implements GroupEffect {
        @Override
        public void dispatch(Handler handler) {
            handler.ended(this);
        }
    }
}

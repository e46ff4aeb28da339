package io.thalweg.broker.runtime.group;

import io.thalweg.broker.group.GroupRejection;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.metadata.model.PartitionId;

/** Why a group request was not done. */
public sealed interface GroupRefusal {
    <R> R dispatch(Handler<R> handler);

    /** One method per case. */
    interface Handler<R> {
        R byGroup(ByGroup refusal);

        R notCoordinator(NotCoordinator refusal);

        R byPartition(ByPartition refusal);
    }

    /** The group's own rules say no. */
    record ByGroup(GroupRejection rejection) implements GroupRefusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.byGroup(this);
        }
    }

    /** Another broker coordinates the group, or this one not yet; ask again who does. */
    record NotCoordinator(PartitionId partition) implements GroupRefusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.notCoordinator(this);
        }
    }

    /** The coordinator partition did not take the change; see {@link Refusal#definite}. */
    record ByPartition(PartitionId partition, Refusal refusal) implements GroupRefusal {
        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.byPartition(this);
        }
    }
}

package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerId;
import java.util.List;
import java.util.function.Function;

/** Outcome of planning a recovery. */
public sealed interface RecoveryPlan {

    /** Calls the function of this outcome. */
    <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused);

    /**
     * A recovery that can be made.
     *
     * @param command what to propose
     * @param leader who would lead
     * @param losses what is or may be lost by it, as sentences; never empty
     */
    record Planned(Command.RecoverLeader command, BrokerId leader, List<String> losses) implements RecoveryPlan {

        /** Copies the losses. */
        public Planned {
            losses = List.copyOf(losses);
        }

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return planned.apply(this);
        }
    }

    /** A recovery that can't be made as wanted. */
    record Refused(CommandReply.Rejected rejection) implements RecoveryPlan {

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return refused.apply(rejection);
        }
    }
}

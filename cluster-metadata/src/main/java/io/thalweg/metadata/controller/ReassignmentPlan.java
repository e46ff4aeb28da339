package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import java.util.List;
import java.util.function.Function;

/** Outcome of planning to move replicas. */
public sealed interface ReassignmentPlan {

    /** Calls the function of this outcome. */
    <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused);

    /**
     * Moves that can be begun.
     *
     * @param moves each of another partition; none if all is as wanted or on its way there
     * @param warnings what the operator should know, as sentences
     */
    record Planned(List<PlannedMove> moves, List<String> warnings) implements ReassignmentPlan {

        /** Copies the lists. */
        public Planned {
            moves = List.copyOf(moves);
            warnings = List.copyOf(warnings);
        }

        /** The command that begins the first of them. */
        public Command.Reassign command(int most) {
            return new Command.Reassign(
                    moves.stream().limit(most).map(PlannedMove::item).toList());
        }

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return planned.apply(this);
        }
    }

    /** Moves that can't be begun as wanted. */
    record Refused(CommandReply.Rejected rejection) implements ReassignmentPlan {

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return refused.apply(rejection);
        }
    }
}

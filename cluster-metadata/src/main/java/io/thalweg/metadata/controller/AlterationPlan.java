package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.Topic;
import java.util.List;
import java.util.function.Function;

/** Outcome of planning a change of a topic. */
public sealed interface AlterationPlan {

    /** Calls the function of this outcome. */
    <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused);

    /**
     * A change that can be made.
     *
     * @param command what to propose
     * @param before the topic as it was found
     * @param after the topic as it will be; equal to {@code before} if it is as wanted already
     * @param warnings things worth saying aloud, as sentences
     */
    record Planned(Command.AlterTopic command, Topic before, Topic after, List<String> warnings)
            implements AlterationPlan {

        /** Copies the warnings. */
        public Planned {
            warnings = List.copyOf(warnings);
        }

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return planned.apply(this);
        }
    }

    /** A change that can't be made as wanted. */
    record Refused(CommandReply.Rejected rejection) implements AlterationPlan {

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return refused.apply(rejection);
        }
    }
}

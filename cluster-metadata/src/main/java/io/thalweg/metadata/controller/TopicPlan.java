package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import java.util.List;
import java.util.function.Function;

/** Outcome of planning a topic. */
public sealed interface TopicPlan {

    /** Calls the function of this outcome. */
    <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused);

    /**
     * A topic that can be created.
     *
     * @param command what to propose
     * @param warnings things worth saying aloud, as sentences
     */
    record Planned(Command.CreateTopic command, List<String> warnings) implements TopicPlan {

        /** Copies the warnings. */
        public Planned {
            warnings = List.copyOf(warnings);
        }

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return planned.apply(this);
        }
    }

    /** A topic that can't be created as wanted. */
    record Refused(CommandReply.Rejected rejection) implements TopicPlan {

        @Override
        public <R> R fold(Function<Planned, R> planned, Function<CommandReply.Rejected, R> refused) {
            return refused.apply(rejection);
        }
    }
}

package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ImageChanges;

/** What is known of a proposed command. */
public sealed interface ProposalOutcome {

    /** One method per outcome. */
    interface Handler<T> {
        T applied(Applied outcome);

        T notLeader(NotLeader outcome);

        T overloaded(Overloaded outcome);

        T tooLarge(TooLarge outcome);

        T unknown(Unknown outcome);
    }

    /** Calls the handler's method for this outcome. */
    <T> T dispatch(Handler<T> handler);

    /**
     * Committed and applied here; the reply may still be a rejection.
     *
     * @param index log index of the command
     */
    record Applied(long index, CommandReply reply, ImageChanges changes) implements ProposalOutcome {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.applied(this);
        }
    }

    /** Definite: nothing was logged, because this voter does not lead. */
    record NotLeader() implements ProposalOutcome {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.notLeader(this);
        }
    }

    /** Definite: nothing was logged, because too much is under way. */
    record Overloaded() implements ProposalOutcome {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.overloaded(this);
        }
    }

    /**
     * Definite: the command is larger than an entry of the log may be.
     *
     * @param size encoded bytes
     * @param limit most bytes allowed
     */
    record TooLarge(int size, int limit) implements ProposalOutcome {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.tooLarge(this);
        }
    }

    /** Indefinite: it may be applied now, later or never. Commands are safe to propose again unchanged. */
    record Unknown(String cause) implements ProposalOutcome {
        @Override
        public <T> T dispatch(Handler<T> handler) {
            return handler.unknown(this);
        }
    }
}

package io.thalweg.metadata.event;

import io.thalweg.metadata.model.BrokerEpoch;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the state machine answers to a command. Every replica computes the same reply. */
public sealed interface CommandReply {

    /** Calls the method of the handler that belongs to this reply. */
    <R> R dispatch(Handler<R> handler);

    /** True for {@link Accepted}. */
    default boolean accepted() {
        return this instanceof Accepted;
    }

    /** Accepted, with nothing else to say. */
    static Accepted done() {
        return Accepted.DONE;
    }

    /** Accepted registration. */
    static Accepted registered(BrokerEpoch epoch) {
        return new Accepted(epoch, 0, List.of());
    }

    /** Accepted allocation of producer ids. */
    static Accepted allocated(long firstProducerId) {
        return new Accepted(BrokerEpoch.NONE, firstProducerId, List.of());
    }

    /** Accepted command with an outcome per item. */
    static Accepted items(List<ItemOutcome> items) {
        return new Accepted(BrokerEpoch.NONE, 0, items);
    }

    /** Rejection without details. */
    static Rejected rejected(RejectionReason reason, String message) {
        return new Rejected(reason, message, Map.of());
    }

    /** One method per reply. */
    interface Handler<R> {

        R accepted(Accepted reply);

        R rejected(Rejected reply);

        R diverged(Diverged reply);
    }

    /**
     * The command took effect, or had done so before.
     *
     * @param brokerEpoch of RegisterBroker, else {@link BrokerEpoch#NONE}
     * @param firstProducerId of AllocateProducerIds, else 0
     * @param items of ProposeHolders, HandOff, FenceBrokers, Reassign and CancelReassign: one outcome per item, in order; else empty
     */
    record Accepted(BrokerEpoch brokerEpoch, long firstProducerId, List<ItemOutcome> items) implements CommandReply {

        private static final Accepted DONE = new Accepted(BrokerEpoch.NONE, 0, List.of());

        /** Copies the items. */
        public Accepted {
            items = List.copyOf(items);
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.accepted(this);
        }
    }

    /** Nothing changed; {@code details} has the keys that the reason documents. */
    record Rejected(RejectionReason reason, String message, Map<String, String> details) implements CommandReply {

        /** Copies the details. */
        public Rejected {
            details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
        }

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.rejected(this);
        }
    }

    /** This replica's image at {@code imageIndex} is not the proposer's: the process must halt before it does harm. */
    record Diverged(long imageIndex, long expectedHash, long actualHash) implements CommandReply {

        @Override
        public <R> R dispatch(Handler<R> handler) {
            return handler.diverged(this);
        }
    }
}

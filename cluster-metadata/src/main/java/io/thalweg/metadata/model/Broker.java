package io.thalweg.metadata.model;

import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A registered broker.
 *
 * @param epoch log index of the registration
 * @param drain whether it may get leaders and replicas; a new incarnation may
 * @param storage what its storage was last known to hold
 * @param producerBlock last block of producer ids of this epoch
 */
public record Broker(
        BrokerRegistration registration,
        BrokerEpoch epoch,
        BrokerState state,
        Drain drain,
        StorageMark storage,
        ProducerBlock producerBlock) {

    /** A broker as it is right after registering at {@code epoch}: fenced, not draining, storage as recovered. */
    public static Broker registered(BrokerRegistration registration, BrokerEpoch epoch) {
        long position = registration.storagePosition();
        StorageMark storage = new StorageMark(position, position);
        return new Broker(registration, epoch, BrokerState.FENCED, Drain.NONE, storage, ProducerBlock.NONE);
    }

    public BrokerId id() {
        return registration.id();
    }

    public UUID incarnation() {
        return registration.incarnation();
    }

    public UUID storageId() {
        return registration.storageId();
    }

    public SortedMap<String, Endpoint> listeners() {
        return registration.listeners();
    }

    /** Endpoint of the listener of that name, or null. */
    public @Nullable Endpoint listener(String name) {
        return registration.listeners().get(name);
    }

    /** Failure domain, empty for none. */
    public String rack() {
        return registration.rack();
    }

    public boolean active() {
        return state == BrokerState.ACTIVE;
    }

    /** Gets no new leaders and no new replicas. */
    public boolean draining() {
        return drain != Drain.NONE;
    }

    /** Serves still, and is on its way out. */
    public boolean stopping() {
        return drain == Drain.STOPPING && active();
    }

    public BrokerIdentity identity() {
        return new BrokerIdentity(id(), epoch);
    }

    /** Whether this life of the broker is the one that the holder entry names. */
    public boolean validates(Holder holder) {
        return holder.broker().equals(id()) && holder.epoch().equals(epoch);
    }

    public Broker withState(BrokerState next) {
        return new Broker(registration, epoch, next, drain, storage, producerBlock);
    }

    public Broker withDrain(Drain next) {
        return new Broker(registration, epoch, state, next, storage, producerBlock);
    }

    public Broker withStorage(StorageMark next) {
        return new Broker(registration, epoch, state, drain, next, producerBlock);
    }

    public Broker withProducerBlock(ProducerBlock next) {
        return new Broker(registration, epoch, state, drain, storage, next);
    }
}

package io.thalweg.metadata.model;

/** One registration of a broker: whoever speaks as a broker names the epoch of its life too. */
public record BrokerIdentity(BrokerId id, BrokerEpoch epoch) {

    /** The holder entry that this life of the broker has. */
    public Holder asHolder() {
        return new Holder(id, epoch);
    }

    @Override
    public String toString() {
        return id + "@" + epoch;
    }
}

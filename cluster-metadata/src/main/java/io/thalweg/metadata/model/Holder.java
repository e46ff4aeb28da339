package io.thalweg.metadata.model;

/**
 * Member of a holder set: this broker, in this life, has every committed record of the partition. It is validated while
 * {@code epoch} is the broker's registered epoch, else a suspect.
 */
public record Holder(BrokerId broker, BrokerEpoch epoch) {

    @Override
    public String toString() {
        return broker + "@" + epoch;
    }
}

package io.thalweg.broker.replication.message;

import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;

/**
 * One replication stream to another broker, of one lane. A stream object belongs to one process life of the peer; when it breaks,
 * the next one has another number, and whatever still arrives with the old one is dropped.
 *
 * @param peer the broker at the other end
 * @param peerEpoch the broker epoch that the peer named in its Hello or Welcome
 * @param number unique in the life of this process, grows
 */
public record PeerStream(BrokerId peer, BrokerEpoch peerEpoch, long number, Lane lane) {}

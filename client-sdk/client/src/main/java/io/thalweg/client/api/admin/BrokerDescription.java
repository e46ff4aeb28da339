package io.thalweg.client.api.admin;

import io.thalweg.client.api.BrokerAddress;

/**
 * A registered broker.
 *
 * @param id its id
 * @param epoch grows with every start of the broker
 * @param address where clients reach it
 * @param rack its failure domain, empty for none
 * @param state what it is up to
 * @param leaders how many partitions it leads
 * @param replicas how many replicas it holds
 */
public record BrokerDescription(
        int id, long epoch, BrokerAddress address, String rack, BrokerState state, int leaders, int replicas) {}

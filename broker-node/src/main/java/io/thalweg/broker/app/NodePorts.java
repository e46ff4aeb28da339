package io.thalweg.broker.app;

/**
 * The ports that a broker bound.
 *
 * @param client gRPC for clients
 * @param peer gRPC for other brokers
 * @param http metrics and health
 */
public record NodePorts(int client, int peer, int http) {}

package io.thalweg.broker.app.settings;

/**
 * The ports of the broker.
 *
 * @param client gRPC for clients
 * @param peer gRPC for other brokers
 * @param raft Raft, used by voters only
 * @param http metrics and health
 */
public record ListenersSettings(
        ListenerSettings client, ListenerSettings peer, ListenerSettings raft, ListenerSettings http) {}

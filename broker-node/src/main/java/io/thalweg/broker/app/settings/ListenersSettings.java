package io.thalweg.broker.app.settings;

/**
 * The ports of the broker.
 *
 * @param client gRPC for clients
 * @param peer gRPC for other brokers
 * @param raft Raft, used by voters only
 * @param http metrics and health
 * @param mostConnections how many connections there may be at once
 */
public record ListenersSettings(
        ListenerSettings client,
        ListenerSettings peer,
        ListenerSettings raft,
        ListenerSettings http,
        MostConnections mostConnections) {

    /**
     * Bounds on connections.
     *
     * @param client to the client port
     * @param peer to the peer port
     */
    public record MostConnections(int client, int peer) {}
}

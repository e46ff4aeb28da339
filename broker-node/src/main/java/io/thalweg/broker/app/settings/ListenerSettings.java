package io.thalweg.broker.app.settings;

import io.thalweg.metadata.model.Endpoint;

/**
 * One port of the broker.
 *
 * @param name {@code client}, {@code peer}, {@code raft} or {@code http}
 * @param bind where the socket listens; port 0 takes a free one
 * @param advertised what others are told to dial; port 0 means the port that was bound
 * @param security how connections are protected
 */
public record ListenerSettings(String name, HostPort bind, HostPort advertised, ListenerSecurity security) {

    /** Returns the address that others dial, once the port is known. */
    public Endpoint advertisedWhenBound(int boundPort) {
        return new Endpoint(advertised.host(), advertised.port() == 0 ? boundPort : advertised.port());
    }
}

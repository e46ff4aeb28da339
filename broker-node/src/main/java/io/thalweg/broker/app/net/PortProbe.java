package io.thalweg.broker.app.net;

import io.thalweg.broker.app.settings.HostPort;
import java.io.IOException;
import java.net.ServerSocket;

/** Tells whether a port can be bound, before anything is built that would have to be torn down again. */
public final class PortProbe {

    private PortProbe() {}

    /** Binds the port and gives it back at once; port 0 always works. */
    public static void requireFree(HostPort bind) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(GrpcPorts.address(bind));
        }
    }
}

package io.thalweg.cli.chaos.network.proxy;

import java.net.InetSocketAddress;

/** Tells who has dialled. Asked by one thread. */
@FunctionalInterface
public interface Sources {
    /** The place of all who are no broker. */
    int CLIENTS = 0;
    /** Whoever dialled has gone since. */
    int GONE = -1;

    /**
     * @param source the near end of a connection, as its maker sees it
     * @param dialled the far end
     * @return the id of a broker, {@link #CLIENTS} or {@link #GONE}
     */
    int of(InetSocketAddress source, InetSocketAddress dialled);
}

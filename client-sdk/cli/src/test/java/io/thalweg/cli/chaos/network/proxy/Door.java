package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The proxy's port in the place of a broker's one. It refuses when that one refuses, because brokers and clients take that for
 * the death of a process; but a broker that is cut off in any way refuses nobody. Used by the loop.
 */
final class Door {
    private final EventLoop loop;
    private final Passage passage;
    private final Walls walls;
    private final BiConsumer<Door, SocketChannel> arrivals;
    private @Nullable ServerSocketChannel listening;

    /** @param arrivals takes whoever has dialled */
    Door(EventLoop loop, Passage passage, Walls walls, BiConsumer<Door, SocketChannel> arrivals) {
        this.loop = loop;
        this.passage = passage;
        this.walls = walls;
        this.arrivals = arrivals;
    }

    int broker() {
        return passage.broker();
    }

    InetSocketAddress bound() {
        return passage.bound();
    }

    /** Whether nothing holds what goes from one place to another one. */
    boolean isOpen(int from, int to) {
        return !walls.hold(from, to);
    }

    boolean isShut() {
        return listening == null;
    }

    /** Opens it or shuts it, as the port behind it is. */
    void check() {
        boolean wanted = walls.touch(passage.broker()) || listens(passage.bound());
        try {
            if (wanted && listening == null) {
                open();
            } else if (!wanted) {
                shut();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the port " + passage.dialled(), e);
        }
    }

    private void open() throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        listening = channel;
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(passage.dialled());
        loop.register(channel, () -> accept(channel)).interestOps(SelectionKey.OP_ACCEPT);
    }

    private void accept(ServerSocketChannel channel) {
        try {
            for (SocketChannel arrival = channel.accept(); arrival != null; arrival = channel.accept()) {
                arrivals.accept(this, arrival);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void shut() throws IOException {
        if (listening != null) {
            listening.close();
            listening = null;
            loop.flush();
        }
    }

    /** On the loopback address the answer is there at once, but for a process that is too busy to refuse. */
    private static boolean listens(InetSocketAddress address) {
        try (SocketChannel probe = SocketChannel.open()) {
            probe.configureBlocking(false);
            if (!probe.connect(address)) {
                probe.finishConnect();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

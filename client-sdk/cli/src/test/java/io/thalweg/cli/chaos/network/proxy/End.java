package io.thalweg.cli.chaos.network.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** The proxy's socket towards one of the two who talk. Used by the loop. */
final class End {
    private final SocketChannel channel;
    private final SelectionKey key;
    private boolean broken;

    End(EventLoop loop, SocketChannel channel, Runnable whenReady) throws IOException {
        this.channel = channel;
        this.key = loop.register(channel, whenReady);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Whether whoever is behind it has gone without an orderly end. */
    boolean isBroken() {
        return broken;
    }

    /** Whether it has been connected; fails if the port refuses. */
    boolean isConnected() throws IOException {
        return channel.finishConnect();
    }

    /** Returns how many bytes came, 0 if none did, -1 if none will. */
    int read(ByteBuffer into) {
        try {
            return channel.read(into);
        } catch (IOException e) {
            broken = true;
            return -1;
        }
    }

    /** Writes what fits now. */
    int write(ByteBuffer bytes) {
        try {
            return channel.write(bytes);
        } catch (IOException e) {
            broken = true;
            return 0;
        }
    }

    /** Says that no more will come. */
    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            broken = true;
        }
    }

    /** Ends it as a process does that dies with unread bytes. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            broken = true;
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void await(int operations) {
        if (key.isValid()) {
            key.interestOps(operations);
        }
    }
}

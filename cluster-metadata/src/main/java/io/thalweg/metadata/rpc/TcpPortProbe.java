package io.thalweg.metadata.rpc;

import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.model.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Connects and hangs up. Up to {@value #THREADS} probes run at a time; more wait. */
public final class TcpPortProbe implements PortProbe, AutoCloseable {

    private static final int THREADS = 4;
    private static final int CONNECT_MILLIS = 200;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "metadata-probe");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public CompletableFuture<Answer> probe(Endpoint endpoint) {
        return CompletableFuture.supplyAsync(() -> connect(endpoint), threads).exceptionally(failure -> Answer.UNKNOWN);
    }

    private static Answer connect(Endpoint endpoint) {
        InetSocketAddress address = new InetSocketAddress(endpoint.host(), endpoint.port());
        if (address.isUnresolved()) {
            return Answer.UNKNOWN;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_MILLIS);
            // A socket that was given the very port it connects to has met itself, so nothing listens there.
            return socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())
                    ? Answer.REFUSED
                    : Answer.LISTENING;
        } catch (ConnectException e) {
            String message = e.getMessage();
            return message != null && message.contains("refused") ? Answer.REFUSED : Answer.UNKNOWN;
        } catch (IOException e) {
            return Answer.UNKNOWN;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

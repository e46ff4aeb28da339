package io.thalweg.client.internal.rpc;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.internal.retry.BrokerError;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bidirectional stream: sending is thread-safe, the end is reported once, and nothing is reported after it was closed from here.
 *
 * @param <Q> messages to the broker
 * @param <A> messages from the broker
 */
final class OutStream<Q, A> implements ClientResponseObserver<Q, A> {
    private final Consumer<A> onMessage;
    private final Consumer<BrokerError> onClosed;
    private final Runnable onReady;
    private final Runnable onCompleted;
    private final Object lock = new Object();
    private @Nullable ClientCallStreamObserver<Q> out;
    private boolean over;

    /** A stream that the broker never ends by itself without an error: a plain end is reported as a lost connection. */
    OutStream(Consumer<A> onMessage, Runnable onReady, Consumer<BrokerError> onClosed) {
        this(
                onMessage,
                onReady,
                onClosed,
                () -> onClosed.accept(BrokerError.of(ErrorReason.CONNECTION_LOST, "the broker ended the stream")));
    }

    OutStream(Consumer<A> onMessage, Runnable onReady, Consumer<BrokerError> onClosed, Runnable onCompleted) {
        this.onMessage = onMessage;
        this.onReady = onReady;
        this.onClosed = onClosed;
        this.onCompleted = onCompleted;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        stream.setOnReadyHandler(onReady);
        synchronized (lock) {
            out = stream;
        }
    }

    boolean isReady() {
        synchronized (lock) {
            return !over && out != null && out.isReady();
        }
    }

    void send(Q message) {
        synchronized (lock) {
            if (!over && out != null) {
                out.onNext(message);
            }
        }
    }

    /** Breaks the stream. */
    void close() {
        synchronized (lock) {
            if (!over && out != null) {
                over = true;
                out.cancel("closed by the client", null);
            }
        }
    }

    /** Sends no more, and waits for the broker to end the stream. */
    void complete() {
        synchronized (lock) {
            if (!over && out != null) {
                out.onCompleted();
            }
        }
    }

    private boolean end() {
        synchronized (lock) {
            boolean first = !over;
            over = true;
            return first;
        }
    }

    @Override
    public void onNext(A message) {
        onMessage.accept(message);
    }

    @Override
    public void onError(Throwable failure) {
        if (end()) {
            onClosed.accept(StatusMapper.toError(failure));
        }
    }

    @Override
    public void onCompleted() {
        if (end()) {
            onCompleted.run();
        }
    }
}

package io.thalweg.broker.rpc.peer;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream, for many threads. gRPC never blocks a sender; what it queues is bounded by credits for
 * batches, and for all else by the peer being declared dead when it does not answer.
 */
final class Outbound<T> {
    private final Object lock = new Object();
    // Guarded by lock; null once closed.
    private @Nullable StreamObserver<T> observer;

    Outbound(StreamObserver<T> observer) {
        this.observer = observer;
    }

    /** Sends, unless the stream is closed or its call has ended: never fails because of the peer. */
    void send(T message) {
        synchronized (lock) {
            StreamObserver<T> open = observer;
            if (open == null) {
                return;
            }
            try {
                open.onNext(message);
            } catch (IllegalStateException | StatusRuntimeException e) {
                // The call ended or was cancelled, and its own callback has not told us yet.
                observer = null;
            }
        }
    }

    /** Ends the stream with an error; nothing is sent afterwards. */
    void close(Status status) {
        synchronized (lock) {
            StreamObserver<T> open = observer;
            observer = null;
            if (open == null) {
                return;
            }
            try {
                open.onError(status.asRuntimeException());
            } catch (IllegalStateException | StatusRuntimeException e) {
                // It had ended already, which is what was wanted.
                observer = null;
            }
        }
    }
}

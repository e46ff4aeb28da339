package io.thalweg.broker.app.net;

import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what messages hold that have begun to arrive at a port and are not whole. Flow control does not: gRPC lets the other
 * end send on until a message is complete, so every stream of a connection could hold the largest message without end. When
 * all of them together hold too much, the connection that holds most is closed. Thread-safe.
 */
final class UnfinishedMessages extends ServerStreamTracer.Factory implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedMessages.class);
    private static final Context.Key<Arrival> ARRIVAL = Context.key("thalweg-arrival");

    private final long mostBytes;
    private final Consumer<SocketAddress> closer;
    private final AtomicLong held = new AtomicLong();
    private final Set<Arrival> arrivals = ConcurrentHashMap.newKeySet();

    /** @param closer closes the connection from that address; does not wait */
    UnfinishedMessages(long mostBytes, Consumer<SocketAddress> closer) {
        this.mostBytes = mostBytes;
        this.closer = closer;
    }

    long held() {
        return held.get();
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        Arrival arrival = new Arrival();
        arrivals.add(arrival);
        return arrival;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Arrival arrival = ARRIVAL.get();
        if (arrival != null) {
            arrival.from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
            relieve();
        }
        return next.startCall(call, headers);
    }

    private void relieve() {
        if (held.get() > mostBytes) {
            closeTheGreatest();
        }
    }

    private synchronized void closeTheGreatest() {
        if (held.get() <= mostBytes) {
            return;
        }
        Map<SocketAddress, Long> connections = new HashMap<>();
        for (Arrival arrival : arrivals) {
            SocketAddress from = arrival.from;
            if (from != null) {
                connections.merge(from, arrival.bytes.get(), Long::sum);
            }
        }
        connections.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(greatest -> {
            LOG.warn(
                    "Closed the connection from {}: it held {} bytes of unfinished messages, and more than {} are held here.",
                    greatest.getKey(),
                    greatest.getValue(),
                    mostBytes);
            closer.accept(greatest.getKey());
            arrivals.stream()
                    .filter(arrival -> greatest.getKey().equals(arrival.from))
                    .forEach(Arrival::release);
        });
    }

    /** What of one stream's next message has arrived. */
    private final class Arrival extends ServerStreamTracer {

        private final AtomicLong bytes = new AtomicLong();
        private volatile @Nullable SocketAddress from;

        @Override
        public Context filterContext(Context context) {
            return context.withValue(ARRIVAL, this);
        }

        @Override
        public void inboundWireSize(long more) {
            bytes.addAndGet(more);
            held.addAndGet(more);
            relieve();
        }

        @Override
        public void inboundMessageRead(int number, long wireSize, long uncompressedSize) {
            release();
        }

        @Override
        public void streamClosed(Status status) {
            arrivals.remove(this);
            release();
        }

        private void release() {
            held.addAndGet(-bytes.getAndSet(0));
        }
    }
}

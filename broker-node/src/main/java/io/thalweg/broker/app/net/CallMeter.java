package io.thalweg.broker.app.net;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.thalweg.broker.rpc.RequestListener;
import java.util.function.LongSupplier;

/** Measures unary calls of clients from their arrival to their status. Streams are counted by what they carry instead. */
public final class CallMeter implements ServerInterceptor {

    private final RequestListener listener;
    private final LongSupplier nanos;

    /** Creates the meter. */
    public CallMeter(RequestListener listener, LongSupplier nanos) {
        this.listener = listener;
        this.nanos = nanos;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        long start = nanos.getAsLong();
        String method = call.getMethodDescriptor().getBareMethodName();
        return next.startCall(
                new ForwardingServerCall.SimpleForwardingServerCall<Q, A>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        listener.onCall(method == null ? "unknown" : method, nanos.getAsLong() - start);
                        super.close(status, trailers);
                    }
                },
                headers);
    }
}

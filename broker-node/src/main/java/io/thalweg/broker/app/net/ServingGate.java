package io.thalweg.broker.app.net;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.proto.v1.ErrorReason;

/**
 * Refuses the calls of clients while the broker starts or stops, so that they go elsewhere. Health and reflection are
 * always answered. Thread-safe.
 */
public final class ServingGate implements ServerInterceptor {

    private static final String OWN_SERVICES = "thalweg.";

    private volatile boolean open;

    /** Lets calls in. */
    public void open() {
        open = true;
    }

    /** Lets no new call in; those that are inside go on. */
    public void shut() {
        open = false;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (open || !call.getMethodDescriptor().getFullMethodName().startsWith(OWN_SERVICES)) {
            return next.startCall(call, headers);
        }
        StatusRuntimeException refusal = StatusMapper.exception(
                Failure.of(ErrorReason.ERROR_REASON_BROKER_NOT_READY, "The broker is starting or stopping."));
        Metadata trailers = refusal.getTrailers();
        call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}

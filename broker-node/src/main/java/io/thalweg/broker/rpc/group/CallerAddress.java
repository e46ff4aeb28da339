package io.thalweg.broker.rpc.group;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Puts the caller's address into the call's context, for tools that show who the members of a group are. */
public final class CallerAddress implements ServerInterceptor {
    private static final Context.Key<String> KEY = Context.key("thalweg-caller");

    static String of(Context context) {
        String known = KEY.get(context);
        return known == null ? "unknown" : known;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        String host = remote instanceof InetSocketAddress address ? address.getHostString() : String.valueOf(remote);
        return Contexts.interceptCall(Context.current().withValue(KEY, host), call, headers, next);
    }
}

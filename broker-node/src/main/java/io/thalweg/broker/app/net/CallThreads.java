package io.thalweg.broker.app.net;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import io.thalweg.proto.v1.ReplicationServiceGrpc;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Which thread handles a call. The streams of the data path only check what came and put it into a mailbox or a queue, so they
 * run where it was read: handing each message to another thread first costs more than handling it. (The executor's thread that
 * opens a stream may handle what comes while it does so.) All other calls run on the executor of the port. Thread-safe.
 */
final class CallThreads implements ServerCallExecutorSupplier {

    private static final Set<String> ON_EVENT_LOOP = Set.of(
            ProduceServiceGrpc.getProduceStreamMethod().getFullMethodName(),
            FetchServiceGrpc.getFetchStreamMethod().getFullMethodName(),
            ReplicationServiceGrpc.getSyncMethod().getFullMethodName());

    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return ON_EVENT_LOOP.contains(call.getMethodDescriptor().getFullMethodName()) ? Runnable::run : null;
    }
}

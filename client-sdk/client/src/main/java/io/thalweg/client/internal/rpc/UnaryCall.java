package io.thalweg.client.internal.rpc;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A unary call as a future. */
final class UnaryCall<A, T> implements StreamObserver<A> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Function<A, T> mapping;

    private UnaryCall(Function<A, T> mapping) {
        this.mapping = mapping;
    }

    static <A, T> CompletableFuture<T> start(Consumer<StreamObserver<A>> call, Function<A, T> mapping) {
        UnaryCall<A, T> observer = new UnaryCall<>(mapping);
        try {
            call.accept(observer);
        } catch (RuntimeException e) {
            observer.onError(e);
        }
        return observer.result;
    }

    @Override
    public void onNext(A answer) {
        try {
            result.complete(mapping.apply(answer));
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void onError(@Nullable Throwable failure) {
        Throwable known = failure == null ? new IllegalStateException("no failure") : failure;
        result.completeExceptionally(StatusMapper.toError(known).toException());
    }

    @Override
    public void onCompleted() {
        if (!result.isDone()) {
            onError(new IllegalStateException("the call ended without an answer"));
        }
    }
}

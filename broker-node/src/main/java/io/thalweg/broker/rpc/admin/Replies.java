package io.thalweg.broker.rpc.admin;

import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.proto.v1.ErrorReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Turns what the metadata leader answered into values or failures, and ends calls with them. Pure. */
final class Replies {

    private Replies() {}

    /** Returns the accepted reply, or fails as the rejection says. */
    static CompletableFuture<CommandReply.Accepted> accepted(CommandReply reply) {
        return reply.dispatch(new CommandReply.Handler<>() {
            @Override
            public CompletableFuture<CommandReply.Accepted> accepted(CommandReply.Accepted accepted) {
                return CompletableFuture.completedFuture(accepted);
            }

            @Override
            public CompletableFuture<CommandReply.Accepted> rejected(CommandReply.Rejected rejected) {
                return CompletableFuture.failedFuture(new RejectedException(failure(rejected)));
            }

            @Override
            public CompletableFuture<CommandReply.Accepted> diverged(CommandReply.Diverged diverged) {
                return CompletableFuture.failedFuture(new RejectedException(Failure.of(
                        ErrorReason.ERROR_REASON_INTERNAL, "The metadata replicas disagree at " + diverged + ".")));
            }
        });
    }

    /** Returns the failure that a rejection of the metadata stands for. */
    static Failure failure(CommandReply.Rejected rejected) {
        return new Failure(StatusMapper.reason(rejected.reason().name()), rejected.message(), rejected.details());
    }

    /** Ends the call with the future's outcome. */
    static <T> void send(CompletableFuture<T> outcome, StreamObserver<T> client) {
        outcome.whenComplete((answer, problem) -> {
            if (problem != null) {
                client.onError(StatusMapper.exception(failure(problem)));
            } else {
                client.onNext(answer);
                client.onCompleted();
            }
        });
    }

    private static Failure failure(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof RejectedException rejected) {
            return rejected.failure();
        }
        if (cause instanceof TimeoutException) {
            return Failure.of(ErrorReason.ERROR_REASON_TIMED_OUT, "The wait ended before the outcome was known.");
        }
        return Failure.of(ErrorReason.ERROR_REASON_INTERNAL, cause.toString());
    }
}

package io.thalweg.broker.app;

import io.thalweg.broker.membership.Proposer;
import io.thalweg.broker.membership.VoterCalls;
import io.thalweg.broker.membership.VoterRefusal;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.admin.MetadataGateway;
import io.thalweg.broker.rpc.admin.VoterGateway;
import io.thalweg.metadata.event.Command;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import io.thalweg.proto.v1.ErrorReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Connects the admin service to the metadata leader. */
record ProposerGateway(Proposer proposer, VoterCalls voters) implements MetadataGateway, VoterGateway {

    private static final long TIMEOUT_MILLIS = 20_000;

    @Override
    public CompletableFuture<Outcome> propose(Command command, boolean waitUntilServed) {
        return proposer.propose(command, waitUntilServed, TIMEOUT_MILLIS).handle((proposed, problem) -> {
            if (problem == null) {
                return new Outcome(proposed.index(), proposed.reply());
            }
            throw new CompletionException(new RejectedException(failure(problem)));
        });
    }

    @Override
    public CompletableFuture<DescribeVotersResponse> list() {
        return rejecting(voters.list());
    }

    @Override
    public CompletableFuture<ChangeVotersResponse> change(ChangeVotersRequest request) {
        return rejecting(voters.change(request));
    }

    private static <T> CompletableFuture<T> rejecting(CompletableFuture<T> answer) {
        return answer.exceptionallyCompose(
                problem -> CompletableFuture.failedFuture(new RejectedException(failure(problem))));
    }

    private static Failure failure(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        if (cause instanceof VoterRefusal refusal) {
            return new Failure(refusal.reason(), String.valueOf(refusal.getMessage()), refusal.details());
        }
        return Failure.of(ErrorReason.ERROR_REASON_INTERNAL, cause.toString());
    }
}

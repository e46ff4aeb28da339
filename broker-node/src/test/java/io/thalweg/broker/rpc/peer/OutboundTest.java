package io.thalweg.broker.rpc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutboundTest {

    /** As gRPC's observers: it throws once the call has ended, which its sender may not know yet. */
    private static final class EndedCall implements StreamObserver<String> {
        private final RuntimeException problem;
        private final List<String> attempts = new ArrayList<>();

        EndedCall(RuntimeException problem) {
            this.problem = problem;
        }

        @Override
        public void onNext(String message) {
            attempts.add(message);
            throw problem;
        }

        @Override
        public void onError(Throwable cause) {
            throw problem;
        }

        @Override
        public void onCompleted() {
            throw problem;
        }
    }

    @Test
    void shouldNotFailWhenThePeerHasCancelledTheCall() {
        EndedCall call = new EndedCall(Status.CANCELLED.asRuntimeException());
        Outbound<String> outbound = new Outbound<>(call);

        outbound.send("first");
        outbound.send("second");
        outbound.close(Status.UNAVAILABLE);

        assertThat(call.attempts).containsExactly("first");
    }

    @Test
    void shouldNotFailWhenItsOwnCallHasEnded() {
        EndedCall call = new EndedCall(new IllegalStateException("call is closed"));
        Outbound<String> outbound = new Outbound<>(call);

        outbound.send("first");
        outbound.close(Status.UNAVAILABLE);

        assertThat(call.attempts).containsExactly("first");
    }

    @Test
    void shouldCloseACallThatThePeerHasCancelled() {
        new Outbound<>(new EndedCall(Status.CANCELLED.asRuntimeException())).close(Status.UNAVAILABLE);
    }
}

package io.thalweg.broker.rpc.produce;

import io.thalweg.broker.replication.action.Appended;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.runtime.access.AppendListener;
import io.thalweg.broker.runtime.access.AppendRequest;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ProduceResponse;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Checks a request, hands it to the runtime, and turns the outcome into what a client is told. Thread-safe. */
final class Appender {

    /**
     * What became of a request.
     *
     * @param response the good answer, without correlation id; meaningless with a failure
     * @param failure why not, null when it went well
     */
    record Outcome(ProduceResponse response, @Nullable Failure failure) {}

    private final ProduceParts parts;
    private final BatchIntake intake;
    private final LongSupplier nanos;

    Appender(ProduceParts parts, BatchIntake intake, LongSupplier nanos) {
        this.parts = parts;
        this.intake = intake;
        this.nanos = nanos;
    }

    /** Calls {@code answer} once, now or later, on a thread that must not be blocked. */
    void append(ProduceCall call, Consumer<Outcome> answer) {
        AppendRequest request;
        try {
            request = intake.read(call);
        } catch (RejectedException e) {
            refuse(e.failure(), answer);
            return;
        }
        if (parts.budget().take(request.batch().length())) {
            parts.partitions().append(request, new Completion(request, answer, nanos.getAsLong()));
        } else {
            refuse(overloaded(), answer);
        }
    }

    private Failure overloaded() {
        return Failure.of(
                ErrorReason.ERROR_REASON_OVERLOADED,
                "Unanswered batches of all producers take as much memory here as they may, "
                        + parts.budget().mostBytes() + " bytes.");
    }

    private void refuse(Failure failure, Consumer<Outcome> answer) {
        parts.listener().onError(failure.reason());
        answer.accept(new Outcome(ProduceResponse.getDefaultInstance(), failure));
    }

    private final class Completion implements AppendListener {

        private final AppendRequest request;
        private final Consumer<Outcome> answer;
        private final long startNanos;

        Completion(AppendRequest request, Consumer<Outcome> answer, long startNanos) {
            this.request = request;
            this.answer = answer;
            this.startNanos = startNanos;
        }

        @Override
        public void appended(Appended outcome) {
            parts.budget().giveBack(request.batch().length());
            parts.listener()
                    .onAppended(
                            request.batch().recordCount(), request.batch().length(), nanos.getAsLong() - startNanos);
            answer.accept(new Outcome(
                    ProduceResponse.newBuilder()
                            .setBaseOffset(outcome.baseOffset())
                            .setLeaderEpoch(outcome.leaderEpoch())
                            .setAppendTimeMillis(outcome.appendTimeMillis())
                            .setDuplicate(outcome.duplicate())
                            .build(),
                    null));
        }

        @Override
        public void refused(Refusal refusal) {
            parts.budget().giveBack(request.batch().length());
            refuse(RefusalMapper.failure(refusal, request.partition(), parts.hints()), answer);
        }
    }
}

package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ProposerTest {

    private static final Command COMMAND = new Command.DrainBroker(new BrokerId(1), true);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    /** Every attempt takes a second of five and is refused like this; the last reason goes on for ever. */
    private ErrorReason outcomeAfter(ErrorReason... reasons) {
        Refusing transport = new Refusing(new ArrayDeque<>(List.of(reasons)), nanos);
        Proposer proposer =
                new Proposer(transport, List.of(new Endpoint("h", 1)), executor, nanos::get, () -> new Random(1));
        return proposer.propose(COMMAND, false, 5_000)
                .handle((proposed, problem) ->
                        problem instanceof VoterRefusal refusal ? refusal.reason() : ErrorReason.UNRECOGNIZED)
                .join();
    }

    @Test
    void shouldSayThatNothingHappenedWhenNoVoterTookTheCommand() {
        assertThat(outcomeAfter(
                        ErrorReason.ERROR_REASON_BROKER_NOT_READY,
                        ErrorReason.ERROR_REASON_NOT_METADATA_LEADER,
                        ErrorReason.ERROR_REASON_NO_METADATA_QUORUM))
                .isEqualTo(ErrorReason.ERROR_REASON_NO_METADATA_QUORUM);
    }

    @Test
    void shouldNotSayThatNothingHappenedWhenAnAnswerGotLost() {
        assertThat(outcomeAfter(ErrorReason.ERROR_REASON_UNSPECIFIED, ErrorReason.ERROR_REASON_NO_METADATA_QUORUM))
                .isEqualTo(ErrorReason.ERROR_REASON_TIMED_OUT);
    }

    @Test
    void shouldNotSayThatNothingHappenedWhenAVoterDidNotKnow() {
        assertThat(outcomeAfter(ErrorReason.ERROR_REASON_TIMED_OUT, ErrorReason.ERROR_REASON_NO_METADATA_QUORUM))
                .isEqualTo(ErrorReason.ERROR_REASON_TIMED_OUT);
    }

    private record Refusing(Queue<ErrorReason> reasons, AtomicLong nanos) implements MetadataTransport {
        @Override
        public Channel openSession(Endpoint voter, Handler handler) {
            throw new UnsupportedOperationException("a proposer opens no session");
        }

        @Override
        public CompletableFuture<ProposeResponse> propose(Endpoint voter, ProposeRequest request, long timeoutMillis) {
            nanos.addAndGet(1_000_000_000);
            ErrorReason reason = reasons.size() > 1 ? reasons.remove() : reasons.element();
            return CompletableFuture.failedFuture(new VoterRefusal(reason, "refused by the test", Map.of()));
        }
    }
}

package io.thalweg.broker.rpc.produce;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.AnswerQueue;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.proto.v1.ProduceResponse;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One producer's stream. Reads on only while the batches that wait for their answer are few and small enough, its own and
 * those of all producers, and while the client takes its answers; HTTP/2 flow control then tells the client. Requests arrive
 * on one thread at a time, outcomes on any.
 */
final class ProduceStream implements StreamObserver<ProduceCall> {

    private static final long MOST_BYTES_IN_FLIGHT = 8L << 20;
    private static final int ANSWER_BYTES = 256 << 10;

    /** Requests that are read before the first is answered. */
    static final int REQUESTS_READ_AHEAD = 8;

    private final ServerCallStreamObserver<ProduceResponse> client;
    private final Appender appender;
    private final AppendBudget budget;
    private final AnswerQueue<ProduceResponse> queue;
    private final OrderedAnswers answers;
    private final AtomicInteger owed = new AtomicInteger();
    private final Runnable readAgain = this::readAgain;

    ProduceStream(ServerCallStreamObserver<ProduceResponse> client, Appender appender, AppendBudget budget) {
        this.client = client;
        this.appender = appender;
        this.budget = budget;
        this.queue = new AnswerQueue<>(client);
        this.answers = new OrderedAnswers(MOST_BYTES_IN_FLIGHT, queue::put);
        client.disableAutoRequest();
        client.setOnCancelHandler(this::end);
        client.setOnReadyThreshold(ANSWER_BYTES);
        client.setOnReadyHandler(readAgain);
        owed.set(REQUESTS_READ_AHEAD);
        readOwed();
    }

    @Override
    public void onNext(ProduceCall call) {
        int bytes = call.batch().remaining() + call.request().getSerializedSize();
        OrderedAnswers.Slot slot = answers.open(OrderedAnswers.lane(call.request()), bytes);
        appender.append(call, outcome -> {
            ProduceResponse.Builder answer = outcome.failure() == null
                    ? outcome.response().toBuilder()
                    : ProduceResponse.newBuilder().setError(StatusMapper.status(outcome.failure()));
            answer.setCorrelationId(call.request().getCorrelationId());
            OrderedAnswers.Progress progress = answers.complete(slot, answer.build());
            readOn(progress.readAgain());
            queue.flush();
            if (progress.finished()) {
                queue.finish();
            }
        });
        readOn(answers.mayReadNext() ? 1 : 0);
    }

    private void readOn(int requests) {
        owed.addAndGet(requests);
        if (client.isReady()) {
            readOwed();
        }
    }

    private void readAgain() {
        readOn(0);
    }

    private void readOwed() {
        boolean waits = owed.get() > 0 && !budget.isRoomy() && budget.whenRoomy(readAgain);
        int now = waits ? 0 : owed.getAndSet(0);
        if (now > 0) {
            client.request(now);
        }
    }

    private void end() {
        budget.forget(readAgain);
        queue.abandon();
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    @Override
    public void onCompleted() {
        if (answers.lastWasOpened()) {
            queue.finish();
        }
    }
}

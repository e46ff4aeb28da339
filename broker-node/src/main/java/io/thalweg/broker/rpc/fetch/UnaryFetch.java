package io.thalweg.broker.rpc.fetch;

import io.grpc.stub.ServerCallStreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.FetchRequest;
import io.thalweg.proto.v1.FetchResponse;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary fetch that may wait for data. It reads at once, after each wake-up, and when the wait is over; one reader thread
 * works at a time, the others leave word and go on.
 */
final class UnaryFetch {

    private static final Logger LOG = LoggerFactory.getLogger(UnaryFetch.class);

    private static final int USUAL_BYTES = 1 << 20;
    private static final int MOST_BYTES = 8 << 20;
    private static final int LONGEST_WAIT_MILLIS = 30_000;

    private final FetchRequest request;
    private final PartitionId partition;
    private final ServerCallStreamObserver<FetchResponse> client;
    private final FetchParts parts;
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean waitIsOver;
    private volatile boolean cancelled;

    // Of the working thread:
    private @Nullable Subscription subscription;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean answered;

    UnaryFetch(
            FetchRequest request,
            PartitionId partition,
            ServerCallStreamObserver<FetchResponse> client,
            FetchParts parts) {
        this.request = request;
        this.partition = partition;
        this.client = client;
        this.parts = parts;
        this.waitIsOver = request.getMaxWaitMillis() <= 0;
        client.setOnCancelHandler(() -> {
            cancelled = true;
            signal();
        });
    }

    /** Something changed: look again. */
    void signal() {
        if (working.getAndIncrement() == 0) {
            parts.readers().execute(this::work);
        }
    }

    private void work() {
        int seen = 1;
        do {
            if (!answered) {
                readSafely();
            }
            seen = working.addAndGet(-seen);
        } while (seen != 0);
    }

    private void readSafely() {
        try {
            read();
        } catch (RuntimeException e) {
            LOG.error("a fetch of {} failed", partition, e);
            fail(Failure.of(ErrorReason.ERROR_REASON_INTERNAL, "The broker failed to read: " + e.getMessage()));
        }
    }

    private void read() {
        if (cancelled) {
            release();
            return;
        }
        boolean last = waitIsOver;
        OptionalLong epoch =
                request.hasPositionEpoch() ? OptionalLong.of(request.getPositionEpoch()) : OptionalLong.empty();
        parts.partitions()
                .read(partition, request.getOffset(), epoch, maxBytes())
                .dispatch(new ReadOutcome.Handler() {
                    @Override
                    public void data(ReadOutcome.Data data) {
                        if (data.bytes() > 0 || last) {
                            answer(data);
                        } else {
                            await();
                        }
                    }

                    @Override
                    public void refused(ReadOutcome.Refused refused) {
                        fail(RefusalMapper.failure(refused.refusal(), partition, parts.hints()));
                    }
                });
    }

    private int maxBytes() {
        return request.getMaxBytes() <= 0 ? USUAL_BYTES : Math.min(request.getMaxBytes(), MOST_BYTES);
    }

    private void answer(ReadOutcome.Data data) {
        release();
        parts.listener().onFetched(data.bytes());
        client.onNext(FetchAnswers.of(data));
        client.onCompleted();
    }

    private void fail(Failure failure) {
        release();
        parts.listener().onError(failure.reason());
        client.onError(StatusMapper.exception(failure));
    }

    private void await() {
        if (subscription != null) {
            return;
        }
        subscription = parts.partitions().onCommitted(partition, this::signal);
        timeout = parts.timer()
                .schedule(
                        () -> {
                            waitIsOver = true;
                            signal();
                        },
                        Math.min(request.getMaxWaitMillis(), LONGEST_WAIT_MILLIS),
                        TimeUnit.MILLISECONDS);
        signal();
    }

    private void release() {
        answered = true;
        if (subscription != null) {
            subscription.close();
        }
        if (timeout != null) {
            timeout.cancel(false);
        }
    }
}

package io.thalweg.broker.rpc.fetch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RefusalMapper;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.OpenPartition;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer's stream over many partitions. Partitions that may have data take turns, one message each, while the client
 * grants credit and the connection takes more; nothing is polled. Commands, wake-ups and room on the connection are signals
 * from any thread; one reader thread at a time works and owns the state.
 */
final class FetchStream implements StreamObserver<FetchCommand> {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStream.class);

    private static final int MESSAGE_BYTES = 512 << 10;
    private static final int READY_THRESHOLD_BYTES = 1 << 20;

    private final ServerCallStreamObserver<FetchEvent> client;
    private final FetchParts parts;
    private final PartitionNames names;
    private final Queue<FetchCommand> commands = new ConcurrentLinkedQueue<>();
    private final Set<Integer> woken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean halfClosed;
    private volatile boolean cancelled;

    // Of the working thread:
    private final Map<Integer, FetchSubscription> subscriptions = new HashMap<>();
    private final ArrayDeque<FetchSubscription> turns = new ArrayDeque<>();
    private long credit;
    private boolean ended;

    FetchStream(ServerCallStreamObserver<FetchEvent> client, FetchParts parts, PartitionNames names) {
        this.client = client;
        this.parts = parts;
        this.names = names;
        client.setOnReadyThreshold(READY_THRESHOLD_BYTES);
        client.setOnReadyHandler(this::signal);
        client.setOnCancelHandler(this::cancel);
    }

    @Override
    public void onNext(FetchCommand command) {
        commands.add(command);
        signal();
    }

    @Override
    public void onError(Throwable cause) {
        cancel();
    }

    @Override
    public void onCompleted() {
        halfClosed = true;
        signal();
    }

    private void cancel() {
        cancelled = true;
        signal();
    }

    private void wake(int subscription) {
        if (woken.add(subscription)) {
            signal();
        }
    }

    private void signal() {
        if (working.getAndIncrement() == 0) {
            parts.readers().execute(this::work);
        }
    }

    private void work() {
        int seen = 1;
        do {
            if (!ended) {
                stepSafely();
            }
            seen = working.addAndGet(-seen);
        } while (seen != 0);
    }

    private void stepSafely() {
        try {
            step();
        } catch (RuntimeException e) {
            LOG.error("a fetch stream failed", e);
            ended = true;
            subscriptions.values().forEach(FetchSubscription::close);
            client.onError(StatusMapper.exception(
                    Failure.of(ErrorReason.ERROR_REASON_INTERNAL, "The broker failed to read: " + e.getMessage())));
        }
    }

    private void step() {
        boolean last = halfClosed;
        for (FetchCommand command = commands.poll(); command != null; command = commands.poll()) {
            obey(command);
        }
        if (cancelled || last) {
            end();
            return;
        }
        for (Iterator<Integer> numbers = woken.iterator(); numbers.hasNext(); ) {
            Integer number = numbers.next();
            numbers.remove();
            FetchSubscription subscription = subscriptions.get(number);
            if (subscription != null) {
                queue(subscription);
            }
        }
        while (credit > 0 && !turns.isEmpty() && !cancelled && client.isReady()) {
            FetchSubscription next = turns.remove();
            next.dequeue();
            if (subscriptions.get(next.number()) == next) {
                push(next);
            }
        }
    }

    private void end() {
        ended = true;
        subscriptions.values().forEach(FetchSubscription::close);
        subscriptions.clear();
        turns.clear();
        if (!cancelled) {
            client.onCompleted();
        }
    }

    private void obey(FetchCommand command) {
        switch (command.getCommandCase()) {
            case OPEN -> open(command.getOpen());
            case CLOSE -> close(command.getClose().getSubscription());
            case CREDIT -> credit += Math.max(0, command.getCredit().getBytes());
            case COMMAND_NOT_SET -> {
                // A command of a newer client; there is nothing to answer it with.
            }
        }
    }

    private void open(OpenPartition open) {
        int number = open.getSubscription();
        if (subscriptions.containsKey(number)) {
            tellEnd(number, Failure.invalid("Subscription " + number + " is open already."));
            return;
        }
        try {
            PartitionId partition = names.resolve(open.getTopicId(), "", open.getPartition());
            OptionalLong epoch =
                    open.hasPositionEpoch() ? OptionalLong.of(open.getPositionEpoch()) : OptionalLong.empty();
            FetchSubscription subscription = new FetchSubscription(number, partition, open.getOffset(), epoch);
            subscriptions.put(number, subscription);
            subscription.wakeBy(parts.partitions().onCommitted(partition, () -> wake(number)));
            queue(subscription);
        } catch (RejectedException e) {
            tellEnd(number, e.failure());
        }
    }

    private void close(int number) {
        FetchSubscription subscription = subscriptions.remove(number);
        if (subscription != null) {
            subscription.close();
        }
    }

    private void queue(FetchSubscription subscription) {
        if (subscription.queue()) {
            turns.add(subscription);
        }
    }

    private void push(FetchSubscription subscription) {
        int bytes = (int) Math.min(MESSAGE_BYTES, credit);
        parts.partitions()
                .read(subscription.partition(), subscription.offset(), subscription.positionEpoch(), bytes)
                .dispatch(new ReadOutcome.Handler() {
                    @Override
                    public void data(ReadOutcome.Data data) {
                        send(subscription, data);
                    }

                    @Override
                    public void refused(ReadOutcome.Refused refused) {
                        close(subscription.number());
                        tellEnd(
                                subscription.number(),
                                RefusalMapper.failure(refused.refusal(), subscription.partition(), parts.hints()));
                    }
                });
    }

    private void send(FetchSubscription subscription, ReadOutcome.Data data) {
        int bytes = data.bytes();
        if (bytes == 0 && subscription.told()) {
            return;
        }
        credit -= bytes;
        subscription.advance(bytes == 0 ? subscription.offset() : data.nextOffset());
        parts.listener().onFetched(bytes);
        client.onNext(FetchEvent.newBuilder()
                .setSubscription(subscription.number())
                .setData(FetchAnswers.of(data))
                .build());
        if (subscription.offset() < data.highWatermark()) {
            queue(subscription);
        }
    }

    private void tellEnd(int number, Failure failure) {
        parts.listener().onError(failure.reason());
        client.onNext(FetchEvent.newBuilder()
                .setSubscription(number)
                .setEnded(StatusMapper.status(failure))
                .build());
    }
}

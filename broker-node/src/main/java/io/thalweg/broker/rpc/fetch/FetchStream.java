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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
 *
 * <p>What a client can make the broker hold is bounded: commands are read from the connection only as they are obeyed, none
 * is obeyed while the client does not take what was sent, and there are at most so many subscriptions. After a round of work
 * other streams have their turn at the thread.
 */
final class FetchStream implements StreamObserver<FetchCommand> {

    private static final Logger LOG = LoggerFactory.getLogger(FetchStream.class);

    private static final int MESSAGE_BYTES = 512 << 10;
    private static final int READY_THRESHOLD_BYTES = 1 << 20;
    private static final int MESSAGES_PER_ROUND = 8;

    /** Commands that are read before the first of them is obeyed. */
    static final int COMMANDS_READ_AHEAD = 256;

    /** Subscriptions of one stream. */
    static final int MOST_SUBSCRIPTIONS = 10_000;

    private final ServerCallStreamObserver<FetchEvent> client;
    private final FetchParts parts;
    private final PartitionNames names;
    private final OpenCount allSubscriptions;
    private final Queue<FetchCommand> commands = new ConcurrentLinkedQueue<>();
    private final Set<Integer> woken = ConcurrentHashMap.newKeySet();
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean halfClosed;
    private volatile boolean cancelled;

    // Of the working thread:
    private final Map<Integer, FetchSubscription> subscriptions = new HashMap<>();
    private final Set<FetchSubscription> turns = new LinkedHashSet<>();
    private final ByteCredit credit = new ByteCredit();
    private boolean ended;

    /** @param allSubscriptions counts the subscriptions of all streams of the broker */
    FetchStream(
            ServerCallStreamObserver<FetchEvent> client,
            FetchParts parts,
            PartitionNames names,
            OpenCount allSubscriptions) {
        this.client = client;
        this.parts = parts;
        this.names = names;
        this.allSubscriptions = allSubscriptions;
        client.disableAutoRequest();
        client.setOnReadyThreshold(READY_THRESHOLD_BYTES);
        client.setOnReadyHandler(this::signal);
        client.setOnCancelHandler(this::cancel);
        client.request(COMMANDS_READ_AHEAD);
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
        int seen = working.get();
        boolean more = !ended && stepSafely();
        if (more || working.addAndGet(-seen) != 0) {
            parts.readers().execute(this::work);
        }
    }

    private boolean stepSafely() {
        try {
            return step();
        } catch (RuntimeException e) {
            LOG.error("a fetch stream failed", e);
            release();
            client.onError(StatusMapper.exception(
                    Failure.of(ErrorReason.ERROR_REASON_INTERNAL, "The broker failed to read: " + e.getMessage())));
            return false;
        }
    }

    /** One round of work; returns whether there is more that can be done at once. */
    private boolean step() {
        boolean last = halfClosed;
        boolean allObeyed = obeyAll();
        if (cancelled || last && allObeyed) {
            end();
            return false;
        }
        for (Iterator<Integer> numbers = woken.iterator(); numbers.hasNext(); ) {
            Integer number = numbers.next();
            numbers.remove();
            FetchSubscription subscription = subscriptions.get(number);
            if (subscription != null) {
                turns.add(subscription);
            }
        }
        for (int sent = 0; sent < MESSAGES_PER_ROUND && mayPush(); sent++) {
            Iterator<FetchSubscription> first = turns.iterator();
            FetchSubscription next = first.next();
            first.remove();
            push(next);
        }
        return mayPush();
    }

    private boolean mayPush() {
        return credit.isLeft() && !turns.isEmpty() && !cancelled && client.isReady();
    }

    /** Obeys what has arrived as long as the client takes the answers; returns whether nothing is left. */
    private boolean obeyAll() {
        int obeyed = 0;
        while (!commands.isEmpty() && !cancelled && client.isReady()) {
            obey(commands.remove());
            obeyed++;
        }
        if (obeyed > 0) {
            client.request(obeyed);
        }
        return commands.isEmpty();
    }

    private void end() {
        release();
        if (!cancelled) {
            client.onCompleted();
        }
    }

    private void release() {
        ended = true;
        subscriptions.values().forEach(FetchSubscription::close);
        allSubscriptions.closed(subscriptions.size());
        subscriptions.clear();
        turns.clear();
        commands.clear();
    }

    private void obey(FetchCommand command) {
        switch (command.getCommandCase()) {
            case OPEN -> open(command.getOpen());
            case CLOSE -> close(command.getClose().getSubscription());
            case CREDIT -> credit.grant(command.getCredit().getBytes());
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
            if (subscriptions.size() >= MOST_SUBSCRIPTIONS || !allSubscriptions.tryOpen()) {
                tellEnd(number, tooMany());
                return;
            }
            OptionalLong epoch =
                    open.hasPositionEpoch() ? OptionalLong.of(open.getPositionEpoch()) : OptionalLong.empty();
            FetchSubscription subscription = new FetchSubscription(number, partition, open.getOffset(), epoch);
            subscriptions.put(number, subscription);
            subscription.wakeBy(parts.partitions().onCommitted(partition, () -> wake(number)));
            turns.add(subscription);
        } catch (RejectedException e) {
            tellEnd(number, e.failure());
        }
    }

    private static Failure tooMany() {
        return Failure.of(
                ErrorReason.ERROR_REASON_OVERLOADED,
                "Too many subscriptions are open; a stream may have " + MOST_SUBSCRIPTIONS + ".");
    }

    private void close(int number) {
        FetchSubscription subscription = subscriptions.remove(number);
        if (subscription != null) {
            subscription.close();
            turns.remove(subscription);
            allSubscriptions.closed(1);
        }
    }

    private void push(FetchSubscription subscription) {
        int bytes = credit.upTo(MESSAGE_BYTES);
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
        credit.spend(bytes);
        subscription.advance(bytes == 0 ? subscription.offset() : data.nextOffset());
        parts.listener().onFetched(bytes);
        client.onNext(FetchEvent.newBuilder()
                .setSubscription(subscription.number())
                .setData(FetchAnswers.of(data))
                .build());
        if (subscription.offset() < data.highWatermark()) {
            turns.add(subscription);
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

package io.thalweg.client.fake;

import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchResponse;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.ListOffsetsResponse;
import io.thalweg.proto.v1.OpenPartition;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pushes the fake logs, paced by credits. */
final class FakeFetchService extends FetchServiceGrpc.FetchServiceImplBase {
    private static final int MAX_PUSH = 64 << 10;

    private final FakeCluster cluster;
    private final FakeBroker broker;

    FakeFetchService(FakeCluster cluster, FakeBroker broker) {
        this.cluster = cluster;
        this.broker = broker;
    }

    @Override
    public void listOffsets(ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> out) {
        try {
            FakeTopic topic = cluster.topic(request.getTopic(), request.getTopicId());
            FakePartition partition = cluster.led(broker.id(), topic, request.getPartition());
            long offset = request.hasEarliest() ? partition.logStart() : partition.logEnd();
            out.onNext(ListOffsetsResponse.newBuilder()
                    .setOffset(offset)
                    .setLogStart(partition.logStart())
                    .setHighWatermark(partition.logEnd())
                    .setLogEnd(partition.logEnd())
                    .setTimeMillis(-1)
                    .build());
            out.onCompleted();
        } catch (Refused e) {
            out.onError(FakeBroker.toFailure(e));
        }
    }

    @Override
    public StreamObserver<FetchCommand> fetchStream(StreamObserver<FetchEvent> out) {
        broker.opened(out);
        return new Session(out);
    }

    /** One stream. Guarded by itself. */
    private final class Session implements StreamObserver<FetchCommand> {
        private final StreamObserver<FetchEvent> out;
        private final Map<Integer, Position> positions = new LinkedHashMap<>();
        private final Runnable watcher = this::push;
        private long credit;
        private boolean over;

        Session(StreamObserver<FetchEvent> out) {
            this.out = out;
        }

        @Override
        public void onNext(FetchCommand command) {
            synchronized (this) {
                switch (command.getCommandCase()) {
                    case OPEN -> open(command.getOpen());
                    case CLOSE -> positions.remove(command.getClose().getSubscription());
                    case CREDIT -> credit += command.getCredit().getBytes();
                    case COMMAND_NOT_SET -> {}
                }
            }
            push();
        }

        private void open(OpenPartition open) {
            try {
                FakeTopic topic = cluster.topic("", open.getTopicId());
                FakePartition partition = cluster.led(broker.id(), topic, open.getPartition());
                partition.onChange(watcher);
                positions.put(
                        open.getSubscription(), new Position(topic, partition, open.getPartition(), open.getOffset()));
            } catch (Refused e) {
                end(open.getSubscription(), e);
            }
        }

        private void end(int subscription, Refused refused) {
            positions.remove(subscription);
            out.onNext(FetchEvent.newBuilder()
                    .setSubscription(subscription)
                    .setEnded(refused.toStatus())
                    .build());
        }

        private synchronized void push() {
            for (Map.Entry<Integer, Position> entry : Map.copyOf(positions).entrySet()) {
                boolean more = true;
                while (more && credit > 0 && !over) {
                    more = push(entry.getKey(), entry.getValue());
                }
            }
        }

        private boolean push(int subscription, Position position) {
            try {
                FakePartition partition = cluster.led(broker.id(), position.topic, position.index);
                byte[] data = partition.read(position.offset, MAX_PUSH);
                if (data.length == 0) {
                    return false;
                }
                position.offset = partition.nextOffsetOf(data);
                credit -= data.length;
                out.onNext(FetchEvent.newBuilder()
                        .setSubscription(subscription)
                        .setData(FetchResponse.newBuilder()
                                .setHighWatermark(partition.logEnd())
                                .setBatches(FakeBroker.wrap(data)))
                        .build());
                return true;
            } catch (Refused e) {
                end(subscription, e);
                return false;
            } catch (RuntimeException e) {
                over = true;
                return false;
            }
        }

        @Override
        public void onError(Throwable failure) {
            over();
        }

        @Override
        public void onCompleted() {
            over();
        }

        private synchronized void over() {
            over = true;
            positions.values().forEach(position -> position.partition.removeWatcher(watcher));
            positions.clear();
            broker.ended(out);
        }
    }

    private static final class Position {
        private final FakeTopic topic;
        private final FakePartition partition;
        private final int index;
        private long offset;

        Position(FakeTopic topic, FakePartition partition, int index, long offset) {
            this.topic = topic;
            this.partition = partition;
            this.index = index;
            this.offset = offset;
        }
    }
}

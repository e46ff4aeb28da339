package io.thalweg.client.internal.runtime.consume;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.runtime.cluster.Loop;
import io.thalweg.client.internal.runtime.port.FetchStream;
import io.thalweg.client.internal.runtime.port.FetchedData;
import io.thalweg.client.internal.runtime.port.Network;
import io.thalweg.client.internal.runtime.port.OpenCommand;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fetch stream to one broker. Belongs to the client's loop. What the broker may still send, plus what was received and is not done with, stays within
 * the window; one message may exceed it.
 */
final class FetchLane {
    private final BrokerAddress broker;
    private final Network network;
    private final Loop loop;
    private final long window;
    private final Map<Integer, PartitionFetch> subscriptions = new HashMap<>();
    private @Nullable Connection connection;
    private int nextSubscription = 1;
    private long buffered;
    private long granted;

    FetchLane(BrokerAddress broker, Network network, Loop loop, long window) {
        this.broker = broker;
        this.network = network;
        this.loop = loop;
        this.window = window;
    }

    BrokerAddress broker() {
        return broker;
    }

    boolean isUnused() {
        return subscriptions.isEmpty();
    }

    /** Opens a partition; returns its subscription. */
    int open(PartitionFetch fetch, OpenOffset at) {
        Connection now = connection;
        if (now == null) {
            network.connectNow(broker);
            now = new Connection();
            connection = now;
            granted = 0;
        }
        int subscription = nextSubscription++;
        subscriptions.put(subscription, fetch);
        now.stream.open(new OpenCommand(subscription, at.topicId(), at.partition(), at.offset(), at.positionEpoch()));
        topUp();
        return subscription;
    }

    void stop(int subscription) {
        if (subscriptions.remove(subscription) != null && connection != null) {
            connection.stream.stop(subscription);
        }
    }

    /** The polling side is done with that many bytes. */
    void consumed(long bytes) {
        buffered -= bytes;
        topUp();
    }

    private void topUp() {
        long more = window - buffered - granted;
        if (connection != null && more >= window / 4) {
            granted += more;
            connection.stream.credit(more);
        }
    }

    private void received(Connection from, FetchedData data) {
        if (from != connection) {
            return;
        }
        granted -= data.length();
        buffered += data.length();
        PartitionFetch fetch = subscriptions.get(data.subscription());
        if (fetch == null) {
            consumed(data.length());
        } else {
            fetch.received(this, data);
        }
    }

    private void ended(Connection from, int subscription, BrokerError error) {
        if (from != connection) {
            return;
        }
        PartitionFetch fetch = subscriptions.remove(subscription);
        if (fetch != null) {
            fetch.interrupted(error);
        }
    }

    private void lost(Connection from, BrokerError error) {
        if (from != connection) {
            return;
        }
        connection = null;
        List<PartitionFetch> fetches = List.copyOf(subscriptions.values());
        subscriptions.clear();
        fetches.forEach(fetch -> fetch.interrupted(error));
    }

    void close() {
        subscriptions.clear();
        if (connection != null) {
            connection.stream.close();
            connection = null;
        }
    }

    /** One stream; brings what the network calls to the loop. */
    private final class Connection {
        private final FetchStream stream;

        Connection() {
            stream = network.fetch(broker, new Events(this));
        }
    }

    private final class Events implements FetchStream.Listener {
        private final Connection from;

        Events(Connection from) {
            this.from = from;
        }

        @Override
        public void onData(FetchedData data) {
            loop.execute(() -> received(from, data));
        }

        @Override
        public void onEnded(int subscription, BrokerError error) {
            loop.execute(() -> ended(from, subscription, error));
        }

        @Override
        public void onClosed(BrokerError error) {
            loop.execute(() -> lost(from, error));
        }
    }
}

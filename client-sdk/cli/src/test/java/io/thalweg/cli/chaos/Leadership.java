package io.thalweg.cli.chaos;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.TopicDescription;
import java.time.Duration;

/** Moves all leaders of a topic to one broker by draining the others. */
final class Leadership {
    private static final long POLL_MILLIS = 50;

    private Leadership() {}

    static void give(ThalwegClient client, Topic topic, int broker, Duration limit) throws InterruptedException {
        client.admin().undrainBroker(broker).join();
        long deadline = System.nanoTime() + limit.toNanos();
        TopicDescription description = drain(client, topic, broker);
        while (description.partitions().stream().anyMatch(partition -> partition.leader() != broker)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("broker " + broker + " does not lead everything: " + description);
            }
            Thread.sleep(POLL_MILLIS);
            description = drain(client, topic, broker);
        }
    }

    /** Lets every broker lead again. */
    static void release(ThalwegClient client) {
        for (int broker = 1; broker <= BrokerSet.SIZE; broker++) {
            client.admin().undrainBroker(broker).join();
        }
    }

    private static TopicDescription drain(ThalwegClient client, Topic topic, int broker) {
        for (int other = 1; other <= BrokerSet.SIZE; other++) {
            if (other != broker) {
                client.admin().drainBroker(other).join();
            }
        }
        return client.admin().describeTopic(topic.name()).join();
    }
}

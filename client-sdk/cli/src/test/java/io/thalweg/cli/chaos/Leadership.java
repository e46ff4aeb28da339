package io.thalweg.cli.chaos;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.admin.TopicDescription;
import java.time.Duration;

/** Moves all leaders of a topic to one broker by draining the others. */
final class Leadership {
    private Leadership() {}

    static void give(ThalwegClient client, Topic topic, int broker, Duration limit) {
        client.admin().undrainBroker(broker).join();
        Patience.await(
                "broker " + broker + " leads all of " + topic.name(),
                limit,
                () -> drain(client, topic, broker).partitions().stream()
                        .allMatch(partition -> partition.leader() == broker));
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

package io.thalweg.cli.chaos.nemesis;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.PartitionDescription;
import io.thalweg.client.api.admin.TopicDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/** Who is who in the cluster now, as far as it says; any broker when it does not. */
public final class Target {
    private final BrokerSet brokers;
    private final ThalwegClient client;
    private final Topic topic;
    private final Random random;
    private final ReplicaMoves moves;

    public Target(BrokerSet brokers, ThalwegClient client, Topic topic, Random random) {
        this.brokers = brokers;
        this.client = client;
        this.topic = topic;
        this.random = random;
        this.moves = new ReplicaMoves(client, topic);
    }

    /** The topic as the cluster sees it. */
    TopicDescription description() {
        return client.admin().describeTopic(topic.name()).join();
    }

    BrokerSet brokers() {
        return brokers;
    }

    Random random() {
        return random;
    }

    ReplicaMoves moves() {
        return moves;
    }

    /** A moment that the seed chooses. */
    Duration within(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }

    /** The leader of a partition that the seed chooses. */
    BrokerProcess leader() {
        int partition = random.nextInt(topic.partitions());
        int any = 1 + random.nextInt(BrokerSet.SIZE);
        try {
            return client.admin().describeTopic(topic.name()).join().partitions().stream()
                    .filter(candidate -> candidate.partition() == partition)
                    .mapToInt(PartitionDescription::leader)
                    .filter(leader -> leader > 0)
                    .mapToObj(brokers::broker)
                    .findFirst()
                    .orElseGet(() -> brokers.broker(any));
        } catch (CompletionException | ThalwegException e) {
            return brokers.broker(any);
        }
    }

    BrokerProcess metadataLeader() {
        int any = 1 + random.nextInt(BrokerSet.SIZE);
        try {
            int leader = client.admin().describeCluster().join().metadataLeader();
            return brokers.broker(leader > 0 ? leader : any);
        } catch (CompletionException | ThalwegException e) {
            return brokers.broker(any);
        }
    }

    List<BrokerProcess> shuffled() {
        List<BrokerProcess> all = new ArrayList<>(brokers.all());
        Collections.shuffle(all, random);
        return all;
    }
}

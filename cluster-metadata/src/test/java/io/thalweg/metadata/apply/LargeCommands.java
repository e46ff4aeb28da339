package io.thalweg.metadata.apply;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A cluster of 100 000 partitions with three replicas each, and the commands that change many of them at once. Leaders are
 * spread evenly over the brokers, and so are those who come second, as {@code Placement} does it.
 */
final class LargeCommands {

    static final int PARTITIONS = 100_000;

    private static final int TOPICS = 10;
    private static final int PER_TOPIC = PARTITIONS / TOPICS;
    private static final int MOST_ITEMS = 1_000;

    private final int brokers;
    private final ClusterImage image;
    private final Map<String, Large> all = new LinkedHashMap<>();

    /**
     * A command that is due on an image, as the log stores it.
     *
     * @param mostBytes memory that one changed partition may cost; a record of it has 80 bytes
     */
    record Large(String name, ClusterImage image, ByteString command, int mostBytes) {

        /** What a voter does with it on the thread that applies. */
        Applied apply() {
            return CommandApply.apply(image, CommandCodec.decode(command.toByteArray()), image.index() + 1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    LargeCommands(int brokers) {
        this.brokers = brokers;
        ClusterFixture cluster = ClusterFixture.withBrokers(brokers);
        for (int topic = 0; topic < TOPICS; topic++) {
            cluster.accept(creation(topic, PER_TOPIC));
        }
        this.image = asFromSnapshot(cluster.image());
        fences();
        returns();
        topics();
        batches();
    }

    ClusterImage image() {
        return image;
    }

    Collection<Large> all() {
        return all.values();
    }

    Large named(String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private Command.CreateTopic creation(int number, int partitions) {
        List<List<BrokerId>> replicas =
                IntStream.range(0, partitions).mapToObj(this::placed).toList();
        return new Command.CreateTopic(new TopicId(new UUID(5, number)), "big-" + number, false, Map.of(), replicas);
    }

    private List<BrokerId> placed(int at) {
        int first = at % brokers;
        int second = (first + 1 + at / brokers % (brokers - 1)) % brokers;
        int third = IntStream.iterate((second + 1) % brokers, broker -> (broker + 1) % brokers)
                .filter(broker -> broker != first)
                .findFirst()
                .orElseThrow();
        return IntStream.of(first, second, third)
                .mapToObj(broker -> new BrokerId(broker + 1))
                .toList();
    }

    /** The image as a process has it that restarted: no two partitions share an object that equals. */
    private static ClusterImage asFromSnapshot(ClusterImage image) {
        try {
            return ImageCodec.decode(ImageCodec.encode(image));
        } catch (MalformedImageException e) {
            throw new AssertionError(e);
        }
    }

    private void add(String name, ClusterImage at, Command command, int mostBytes) {
        all.put(name, new Large(name, at, ByteString.copyFrom(CommandCodec.encode(command)), mostBytes));
    }

    private void fences() {
        add("fence one broker", image, new Command.FenceBrokers(identities(image, 1)), 200);
        add("fence two brokers", image, new Command.FenceBrokers(identities(image, 1, 2)), 200);
        List<BrokerIdentity> everybody =
                image.brokers().stream().map(broker -> broker.identity()).toList();
        add("fence all brokers", image, new Command.FenceBrokers(everybody), 200);
    }

    /** The ways back: of a broker that nobody missed yet, of a fenced one, of the first after an outage of all. */
    private void returns() {
        Command again = registration(image, 1);
        add("register again while active", image, again, 450);
        ClusterImage fenced = after(image, new Command.FenceBrokers(identities(image, 1)));
        Command back = registration(fenced, 1);
        add("register again after the fence", fenced, back, 450);
        ClusterImage registered = after(fenced, back);
        add("activate after that", registered, new Command.ActivateBroker(identity(registered, 1)), 300);
        ClusterImage outage = named("fence all brokers").apply().image();
        add("activate the first after an outage", outage, new Command.ActivateBroker(identity(outage, 1)), 300);
        add("register the first after an outage", outage, registration(outage, 1), 450);
    }

    private void topics() {
        add("create a topic of 1 000 partitions", image, creation(TOPICS, 1_000), 1_700);
        add("create a topic of 10 000 partitions", image, creation(TOPICS, 10_000), 1_700);
        ClusterImage small = after(image, creation(TOPICS, 1_000));
        Topic topic = Objects.requireNonNull(small.topic("big-" + TOPICS));
        List<List<BrokerId>> added =
                IntStream.range(1_000, 10_000).mapToObj(this::placed).toList();
        add(
                "add 9 000 partitions to a topic",
                small,
                new Command.AlterTopic(topic.id(), topic.version(), Map.of(), Set.of(), 1_000, added),
                1_700);
        TopicId first = new TopicId(new UUID(5, 0));
        add(
                "alter settings of 10 000 partitions",
                image,
                new Command.AlterTopic(
                        first,
                        Objects.requireNonNull(image.topic(first)).version(),
                        Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "1"),
                        Set.of(),
                        PER_TOPIC,
                        List.of()),
                400);
        add("delete a topic of 10 000 partitions", image, new Command.DeleteTopic(first), 400);
    }

    /** The largest that one loop of a leader, or one step of a plan, sends at a time. */
    private void batches() {
        List<HolderProposal> shrinks = image.partitionsLedBy(new BrokerId(1)).stream()
                .limit(MOST_ITEMS)
                .map(partition -> new HolderProposal(
                        partition.uid(),
                        partition.leaderEpoch(),
                        partition.version(),
                        partition.holders().subList(0, 2)))
                .toList();
        add("propose 1 000 holder sets", image, new Command.ProposeHolders(identity(image, 1), shrinks), 2_500);
        List<ReplicaMove> moves = image.partitionsLedBy(new BrokerId(1)).stream()
                .limit(MOST_ITEMS)
                .map(partition -> new ReplicaMove(partition.uid(), partition.version(), reversed(partition)))
                .toList();
        add("reassign 1 000 partitions", image, new Command.Reassign(moves), 5_000);
        add("drain", image, new Command.DrainBroker(new BrokerId(1), true), 5_000);
        add("stop", image, new Command.StopBroker(identity(image, 1)), 5_000);
        List<HandOffProposal> handOffs = image.partitionsLedBy(new BrokerId(1)).stream()
                .limit(MOST_ITEMS)
                .map(partition -> new HandOffProposal(
                        partition.uid(),
                        partition.leaderEpoch(),
                        partition.version(),
                        identity(image, partition.replicas().get(1).value())))
                .toList();
        add("hand 1 000 leaders off", image, new Command.HandOff(identity(image, 1), handOffs), 2_500);
    }

    private static List<BrokerId> reversed(Partition partition) {
        List<BrokerId> replicas = partition.replicas();
        return List.of(replicas.get(2), replicas.get(1), replicas.get(0));
    }

    private static ClusterImage after(ClusterImage image, Command command) {
        return CommandApply.apply(image, command, image.index() + 1).image();
    }

    private static Command registration(ClusterImage image, int broker) {
        long epoch = identity(image, broker).epoch().value();
        return new Command.RegisterBroker(
                ClusterFixture.registration(broker, epoch + 7, broker, RestartKind.CLEAN, epoch, 1_000));
    }

    private static List<BrokerIdentity> identities(ClusterImage image, int... brokers) {
        return IntStream.of(brokers).mapToObj(broker -> identity(image, broker)).toList();
    }

    private static BrokerIdentity identity(ClusterImage image, int broker) {
        return Objects.requireNonNull(image.broker(new BrokerId(broker))).identity();
    }
}

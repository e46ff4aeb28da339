package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A metadata log in miniature: applies commands at growing indexes and keeps the image. */
public final class ClusterFixture {

    private ClusterImage image = ClusterImage.empty(new UUID(1, 1));
    private ImageChanges changes = ImageChanges.none(0);

    /** A cluster with active brokers 1 to {@code count}. */
    public static ClusterFixture withBrokers(int count) {
        ClusterFixture cluster = new ClusterFixture();
        IntStream.rangeClosed(1, count).forEach(id -> cluster.join(id));
        return cluster;
    }

    public ClusterImage image() {
        return image;
    }

    /** Changes of the last command. */
    public ImageChanges changes() {
        return changes;
    }

    public CommandReply apply(Command command) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        image = applied.image();
        changes = applied.changes();
        return applied.reply();
    }

    /** Applies a command that must be accepted. */
    public CommandReply.Accepted accept(Command command) {
        CommandReply reply = apply(command);
        assertThat(reply).isInstanceOf(CommandReply.Accepted.class);
        return (CommandReply.Accepted) reply;
    }

    /** Applies a command that must be rejected and checks that it changed nothing. */
    public RejectionReason reject(Command command) {
        long before = image.digest();
        CommandReply reply = apply(command);
        assertThat(reply).isInstanceOf(CommandReply.Rejected.class);
        assertThat(image.digest()).isEqualTo(before);
        assertThat(changes.empty()).isTrue();
        return ((CommandReply.Rejected) reply).reason();
    }

    /** Registers and activates a new broker. */
    public BrokerIdentity join(int id) {
        accept(new Command.RegisterBroker(registration(id, 1, RestartKind.LOSSY, 0, 0)));
        return activate(id);
    }

    public BrokerIdentity activate(int id) {
        accept(new Command.ActivateBroker(identity(id)));
        return identity(id);
    }

    public void fence(int... ids) {
        List<BrokerIdentity> brokers =
                IntStream.of(ids).mapToObj(this::identity).toList();
        accept(new Command.FenceBrokers(brokers));
    }

    /** Registers a new life of the broker, on its old storage with the marker of the last life. */
    public BrokerIdentity restart(int id, RestartKind kind, long storagePosition, int... lossy) {
        Broker old = broker(id);
        long life = old.incarnation().getLeastSignificantBits() + 1;
        BrokerRegistration plain = registration(id, life, kind, old.epoch().value(), storagePosition);
        accept(new Command.RegisterBroker(withLossy(plain, lossy)));
        return identity(id);
    }

    public static BrokerRegistration registration(
            int id, long incarnation, RestartKind kind, long previousEpoch, long storagePosition) {
        return registration(id, incarnation, id, kind, previousEpoch, storagePosition);
    }

    public static BrokerRegistration registration(
            int id, long incarnation, long storage, RestartKind kind, long previousEpoch, long storagePosition) {
        TreeMap<String, Endpoint> listeners = new TreeMap<>();
        listeners.put("client", new Endpoint("host" + id, 7400));
        return new BrokerRegistration(
                new BrokerId(id),
                new UUID(id, incarnation),
                new UUID(99, storage),
                listeners,
                "",
                kind,
                new BrokerEpoch(previousEpoch),
                storagePosition,
                List.of(),
                1);
    }

    private static BrokerRegistration withLossy(BrokerRegistration plain, int... lossy) {
        return new BrokerRegistration(
                plain.id(),
                plain.incarnation(),
                plain.storageId(),
                plain.listeners(),
                plain.rack(),
                plain.restartKind(),
                plain.previousEpoch(),
                plain.storagePosition(),
                IntStream.of(lossy).mapToObj(PartitionUid::new).toList(),
                plain.featureLevel());
    }

    /** Creates a topic of one partition and returns it. */
    public Partition createTopic(String name, int minInsync, Integer... replicas) {
        accept(creation(name, minInsync, replicas));
        return partition(Objects.requireNonNull(image.topic(name)).partitions().get(0));
    }

    /** The command that creates a topic of one partition; the id depends on the name and the index. */
    public Command.CreateTopic creation(String name, int minInsync, Integer... replicas) {
        Map<String, String> config = Map.of(TopicConfig.MIN_INSYNC_REPLICAS, Integer.toString(minInsync));
        List<BrokerId> ids = Stream.of(replicas).map(BrokerId::new).toList();
        TopicId id = new TopicId(new UUID(name.hashCode(), image.index()));
        return new Command.CreateTopic(id, name, false, config, List.of(ids));
    }

    public Broker broker(int id) {
        return Objects.requireNonNull(image.broker(new BrokerId(id)));
    }

    public BrokerIdentity identity(int id) {
        return broker(id).identity();
    }

    /** The partition as it is now. */
    public Partition now(Partition partition) {
        return partition(partition.uid());
    }

    public Partition partition(PartitionUid uid) {
        return Objects.requireNonNull(image.partition(uid));
    }

    /** Brokers in the holder set, validated or not. */
    public List<Integer> holders(Partition partition) {
        return now(partition).holders().stream()
                .map(holder -> holder.broker().value())
                .toList();
    }

    /** Brokers of the validated holders. */
    public List<Integer> validated(Partition partition) {
        return now(partition).holders().stream()
                .filter(image::validated)
                .map(holder -> holder.broker().value())
                .toList();
    }

    /** Id of the leader, 0 for none. */
    public int leader(Partition partition) {
        BrokerId leader = now(partition).leader();
        return leader == null ? 0 : leader.value();
    }

    /** A proposal of the current leader, on the current version. */
    public Command.ProposeHolders proposal(Partition partition, Holder... holders) {
        Partition current = now(partition);
        BrokerIdentity proposer = identity(leader(partition));
        HolderProposal item =
                new HolderProposal(current.uid(), current.leaderEpoch(), current.version(), List.of(holders));
        return new Command.ProposeHolders(proposer, List.of(item));
    }

    /** Entry of the registered life of a broker. */
    public Holder entry(int id) {
        return identity(id).asHolder();
    }
}

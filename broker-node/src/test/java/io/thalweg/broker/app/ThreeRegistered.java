package io.thalweg.broker.app;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** The metadata of three active brokers and of one partition that broker 1 leads. */
final class ThreeRegistered {

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 1));
    private final Map<Integer, BrokerIdentity> brokers = new HashMap<>();
    private final ImageView view = new ImageView(metadata.image());

    ThreeRegistered() {
        metadata.connect(1, view::publish);
        IntStream.rangeClosed(1, 3).forEach(this::join);
        List<BrokerId> replicas =
                IntStream.rangeClosed(1, 3).mapToObj(BrokerId::new).toList();
        metadata.apply(new Command.CreateTopic(
                new TopicId(new UUID(2, 2)), "t", false, Map.of("min.insync.replicas", "2"), List.of(replicas)));
    }

    /** Follows every change. */
    ImageView view() {
        return view;
    }

    ClusterImage image() {
        return metadata.image();
    }

    BrokerIdentity identity(int id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    void apply(Command command) {
        metadata.apply(command);
    }

    /** What the metadata says to it, accepted or not. */
    CommandReply propose(Command command) {
        return metadata.linkOf(1).propose(command).join();
    }

    void fence(int id) {
        apply(new Command.FenceBrokers(List.of(identity(id))));
    }

    void handOff(int from, int to) {
        Partition partition = image().partitions().iterator().next();
        apply(new Command.HandOff(
                identity(from),
                List.of(new HandOffProposal(
                        partition.uid(), partition.leaderEpoch(), partition.version(), identity(to)))));
    }

    /** A new life of the broker, which does not count as a holder. */
    void join(int id) {
        BrokerId broker = new BrokerId(id);
        CommandReply reply = propose(new Command.RegisterBroker(new BrokerRegistration(
                broker,
                UUID.randomUUID(),
                new UUID(3, id),
                new TreeMap<>(),
                "",
                RestartKind.LOSSY,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1)));
        BrokerIdentity identity = new BrokerIdentity(broker, ((CommandReply.Accepted) reply).brokerEpoch());
        brokers.put(id, identity);
        apply(new Command.ActivateBroker(identity));
    }
}

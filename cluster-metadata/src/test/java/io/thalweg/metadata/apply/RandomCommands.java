package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.HandOffProposal;
import io.thalweg.metadata.event.HolderProposal;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RecoveryEvidence;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.StorageMark;
import io.thalweg.metadata.model.Tombstone;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Commands that a cluster of six brokers could send, seeded: mostly sensible on the image they are made for, some stale,
 * some nonsense.
 */
public final class RandomCommands {

    private static final int BROKERS = 6;

    private final Random random;

    public RandomCommands(long seed) {
        this.random = new Random(seed);
    }

    /** The next command, given the image that its sender sees. */
    public Command next(ClusterImage image) {
        if (image.brokers().size() < 3) {
            return register(image);
        }
        int dice = random.nextInt(100);
        if (dice < 8) {
            return register(image);
        } else if (dice < 30) {
            return new Command.ActivateBroker(identity(image));
        } else if (dice < 36) {
            return new Command.FenceBrokers(
                    random.nextInt(4) == 0 ? List.of(identity(image), identity(image)) : List.of(identity(image)));
        } else if (dice < 39) {
            return random.nextInt(3) == 0
                    ? new Command.StopBroker(identity(image))
                    : new Command.DrainBroker(brokerId(), random.nextInt(3) == 0);
        } else if (dice < 46) {
            return create(image);
        } else if (dice < 48) {
            return new Command.DeleteTopic(topic(image));
        } else if (dice < 50) {
            return forget(image);
        }
        return next(image, dice);
    }

    private Command next(ClusterImage image, int dice) {
        Partition partition = partition(image);
        if (dice < 55 && partition != null) {
            return alter(image, partition);
        } else if (dice < 60 || partition == null) {
            return dice < 57 ? tickOrIds(image) : move(image, partition);
        } else if (dice < 82) {
            return propose(image, partition);
        } else if (dice < 90) {
            return new Command.HandOff(
                    leader(image, partition),
                    List.of(new HandOffProposal(
                            partition.uid(), partition.leaderEpoch(), version(partition), identity(image))));
        } else if (dice < 94) {
            return fault(image, partition);
        } else if (dice < 98) {
            return recover(image, partition);
        }
        return random.nextBoolean()
                ? new Command.FinaliseFeatures(random.nextInt(3))
                : new Command.Undecodable("noise");
    }

    private Command move(ClusterImage image, @Nullable Partition partition) {
        if (partition == null || random.nextInt(6) == 0) {
            List<BrokerIdentity> draining = image.brokers().stream()
                    .filter(Broker::draining)
                    .map(Broker::identity)
                    .toList();
            return new Command.RemoveBroker(draining.isEmpty() ? identity(image) : draining.get(0));
        }
        if (random.nextInt(5) == 0) {
            Partition moving = image.partitions().stream()
                    .filter(each -> each.reassignment() != null)
                    .findAny()
                    .orElse(partition);
            return new Command.CancelReassign(List.of(new PartitionVersion(moving.uid(), version(moving))));
        }
        List<BrokerId> wanted = shuffled(1 + random.nextInt(4));
        return new Command.Reassign(List.of(new ReplicaMove(partition.uid(), version(partition), wanted)));
    }

    private Command tickOrIds(ClusterImage image) {
        BrokerIdentity broker = identity(image);
        return switch (random.nextInt(4)) {
            case 0 -> new Command.AllocateProducerIds(broker, random.nextInt(3));
            case 1 -> new Command.Barrier();
            case 2 -> new Command.Digest(image.index(), image.digest());
            default -> {
                long synced = random.nextInt(1_000);
                StorageMark mark = new StorageMark(synced, synced + random.nextInt(100));
                yield new Command.Tick(random.nextInt(1_000_000), List.of(new StoragePosition(broker, mark)));
            }
        };
    }

    private Command register(ClusterImage image) {
        int id = 1 + random.nextInt(BROKERS);
        Broker old = image.broker(new BrokerId(id));
        RestartKind[] kinds = RestartKind.values();
        long epoch = old == null || random.nextInt(5) == 0 ? 0 : old.epoch().value();
        long position = old == null ? 0 : old.storage().written() + random.nextInt(20) - 5;
        long storage = random.nextInt(10) == 0 ? 40 + random.nextInt(10) : id;
        return new Command.RegisterBroker(ClusterFixture.registration(
                id,
                random.nextInt(5) == 0 ? 1 : random.nextLong(),
                storage,
                kinds[random.nextInt(kinds.length)],
                epoch,
                Math.max(0, position)));
    }

    private List<BrokerId> shuffled(int replicas) {
        List<BrokerId> all = new ArrayList<>(
                IntStream.rangeClosed(1, BROKERS).mapToObj(BrokerId::new).toList());
        Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, replicas));
    }

    private Command create(ClusterImage image) {
        int replicas = 1 + random.nextInt(4);
        int least = 1 + random.nextInt(replicas);
        List<List<BrokerId>> placed = new ArrayList<>();
        for (int at = 0; at <= random.nextInt(4); at++) {
            placed.add(shuffled(replicas));
        }
        Map<String, String> config = Map.of(
                TopicConfig.MIN_INSYNC_REPLICAS,
                Integer.toString(least),
                TopicConfig.DURABILITY,
                random.nextBoolean() ? "os" : "fsync");
        TopicId id = new TopicId(new UUID(random.nextLong(), image.index()));
        return new Command.CreateTopic(id, "topic-" + random.nextInt(30), false, config, placed);
    }

    /** Any settings and any placement, so that some break a rule; sometimes planned on an older version. */
    private Command alter(ClusterImage image, Partition partition) {
        Topic topic = Objects.requireNonNull(image.topic(partition.id().topic()));
        List<List<BrokerId>> added = new ArrayList<>();
        for (int at = random.nextInt(3); at > 0; at--) {
            List<BrokerId> placed = new ArrayList<>(partition.replicas());
            Collections.shuffle(placed, random);
            placed.set(0, random.nextInt(4) == 0 ? brokerId() : placed.get(0));
            added.add(placed);
        }
        Map<String, String> config = new TreeMap<>();
        if (random.nextInt(3) != 0) {
            config.put(TopicConfig.MIN_INSYNC_REPLICAS, Integer.toString(1 + random.nextInt(4)));
        }
        if (random.nextInt(3) == 0) {
            config.put(TopicConfig.DURABILITY, random.nextBoolean() ? "os" : "fsync");
        }
        Set<String> reset =
                random.nextInt(5) == 0 ? Set.of(TopicConfig.MIN_INSYNC_REPLICAS, TopicConfig.RETENTION_MS) : Set.of();
        long version = random.nextInt(5) == 0 ? topic.version() - 1 : topic.version();
        return new Command.AlterTopic(
                topic.id(), version, config, reset, topic.partitions().size(), added);
    }

    private Command forget(ClusterImage image) {
        List<Tombstone> all = List.copyOf(image.tombstones());
        return new Command.ForgetTopic(
                all.isEmpty()
                        ? topic(image)
                        : all.get(random.nextInt(all.size())).topic());
    }

    private Command propose(ClusterImage image, Partition partition) {
        List<Holder> holders = new ArrayList<>();
        for (BrokerId replica : partition.replicas()) {
            Broker broker = image.broker(replica);
            Holder old = partition.holder(replica);
            if (old != null && random.nextInt(4) != 0) {
                holders.add(old);
            } else if (broker != null && random.nextInt(3) != 0) {
                holders.add(broker.identity().asHolder());
            }
        }
        HolderProposal item = new HolderProposal(partition.uid(), partition.leaderEpoch(), version(partition), holders);
        return new Command.ProposeHolders(leader(image, partition), List.of(item));
    }

    /** Of a replica that knows of the fault before, or does not. */
    private Command fault(ClusterImage image, Partition partition) {
        BrokerIdentity broker = identity(image);
        long settled = random.nextBoolean() ? partition.fault(broker.id()) : 0;
        return new Command.ReportFault(broker, partition.uid(), settled, "fault");
    }

    private Command recover(ClusterImage image, Partition partition) {
        List<RecoveryEvidence> evidence = new ArrayList<>();
        for (BrokerId replica : partition.replicas()) {
            Broker broker = image.broker(replica);
            if (broker != null && random.nextInt(6) != 0) {
                evidence.add(new RecoveryEvidence(
                        broker.identity(), random.nextInt(9), 0, random.nextInt(99), 0, random.nextInt(8) == 0));
            }
        }
        return new Command.RecoverLeader(
                partition.uid(),
                partition.leaderEpoch(),
                version(partition),
                evidence,
                random.nextBoolean(),
                "test",
                random.nextInt(4) == 0 ? partition.replicas().get(0) : null);
    }

    private long version(Partition partition) {
        return random.nextInt(10) == 0 ? partition.version() - 1 : partition.version();
    }

    private BrokerIdentity leader(ClusterImage image, Partition partition) {
        BrokerId leader = partition.leader();
        Broker broker = leader == null ? null : image.broker(leader);
        return broker == null || random.nextInt(10) == 0 ? identity(image) : broker.identity();
    }

    private BrokerIdentity identity(ClusterImage image) {
        BrokerId id = brokerId();
        Broker broker = image.broker(id);
        if (broker == null || random.nextInt(20) == 0) {
            return new BrokerIdentity(id, new BrokerEpoch(random.nextInt(50)));
        }
        return broker.identity();
    }

    private BrokerId brokerId() {
        return new BrokerId(1 + random.nextInt(BROKERS));
    }

    private TopicId topic(ClusterImage image) {
        List<Topic> all = List.copyOf(image.topics());
        return all.isEmpty()
                ? new TopicId(new UUID(0, random.nextInt(9)))
                : all.get(random.nextInt(all.size())).id();
    }

    private @Nullable Partition partition(ClusterImage image) {
        List<Partition> all = List.copyOf(image.partitions());
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }
}

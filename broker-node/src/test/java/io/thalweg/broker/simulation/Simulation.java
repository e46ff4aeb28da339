package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.ReplicationRules;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run: a cluster, its clients and its faults, all from one seed; then healing; then everything must be well. */
final class Simulation {
    private static final long HEAL_MILLIS = 20_000;
    private static final long READ_MILLIS = 20;

    private final SimClock clock;
    private final SimPlan plan;
    private final ReplicationRules rules;
    private final Map<BrokerId, SimBroker> brokers = new TreeMap<>();
    private final Oracle oracle;
    private final SimNetwork network;
    private final SimMetadata metadata;
    private final List<SimProducer> producers = new ArrayList<>();
    private final RareEvents rare = new RareEvents();
    private final Chaos chaos;
    private final SimOperator operator;
    private final SimRescuer rescuer;
    private long tokens;
    private long producerIds;

    private Simulation(long seed, ReplicationRules rules, boolean tracing, boolean moving, boolean recovering) {
        this.clock = new SimClock(seed, tracing);
        this.plan = SimPlan.draw(clock, moving, recovering);
        this.rules = rules;
        this.oracle = new Oracle(this);
        this.network = new SimNetwork(clock, plan.laneBytes(), brokers);
        this.metadata = new SimMetadata(clock, plan, brokers, oracle, rare);
        this.chaos = new Chaos(this);
        this.operator = new SimOperator(this);
        this.rescuer = new SimRescuer(this);
        clock.note("%s", plan);
    }

    /** Runs a seed to its end; what went wrong is in the result. */
    static Result run(long seed, ReplicationRules rules, boolean tracing) {
        return run(new Simulation(seed, rules, tracing, false, false), seed);
    }

    /** As above, with an operator who moves replicas. */
    static Result runMoving(long seed, ReplicationRules rules, boolean tracing) {
        return run(new Simulation(seed, rules, tracing, true, false), seed);
    }

    /** As the first, with more losses than the promise covers, and recoveries. */
    static Result runRecovering(long seed, ReplicationRules rules, boolean tracing) {
        return run(new Simulation(seed, rules, tracing, false, true), seed);
    }

    private static Result run(Simulation simulation, long seed) {
        RuntimeException failure = null;
        try {
            simulation.run();
        } catch (RuntimeException e) {
            failure = e;
        }
        return new Result(seed, simulation.clock.executed(), failure, simulation.clock.trace(), simulation.rare);
    }

    private void run() {
        for (int i = 1; i <= plan.brokers(); i++) {
            BrokerId id = new BrokerId(i);
            brokers.put(id, new SimBroker(id, this));
        }
        brokers.values().forEach(SimBroker::start);
        runUntil(400);
        createTopic(1, "ledger", "fsync", 2);
        if (plan.withOsTopic()) {
            createTopic(2, "metrics", "os", 1);
        }
        chaos.start();
        if (plan.moving()) {
            operator.start();
        }
        if (plan.recovering()) {
            rescuer.start();
        }
        clock.in(READ_MILLIS, this::read);
        runUntil(400 + plan.chaosMillis());
        operator.rest();
        rescuer.calmDown();
        chaos.heal();
        runUntil(clock.now() + 1_600);
        producers.forEach(SimProducer::stop);
        long deadline = clock.now() + HEAL_MILLIS;
        while (!well().isEmpty() && clock.now() < deadline) {
            runUntil(clock.now() + 100);
        }
        List<String> complaints = well();
        Oracle.require(complaints.isEmpty(), "L", () -> String.join("; ", complaints));
    }

    private void createTopic(int number, String name, String durability, int partitions) {
        List<List<BrokerId>> replicas = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            List<BrokerId> order = new ArrayList<>(brokers.keySet());
            Collections.rotate(order, i);
            replicas.add(order.subList(0, 3));
        }
        metadata.apply(new Command.CreateTopic(
                new TopicId(new UUID(99, number)),
                name,
                false,
                Map.of("durability", durability, "min.insync.replicas", Integer.toString(minIsrOfMetadata())),
                replicas));
        for (Partition partition : metadata.image().partitions()) {
            if (partition.id().topic().value().getLeastSignificantBits() == number) {
                producers.add(new SimProducer(this, partition.uid(), Acks.ALL));
                producers.add(new SimProducer(this, partition.uid(), plan.otherAcks()));
            }
        }
    }

    /** The metadata refuses a removal that a leader may not propose; to see what the rule is good for, both must forget it. */
    private int minIsrOfMetadata() {
        return rules.keeps(ReplicationRules.Rule.STRICT_REMOVAL) ? plan.minIsr() : 1;
    }

    private void runUntil(long time) {
        boolean more = clock.step(time);
        while (more) {
            more = clock.step(time);
        }
    }

    /** A consumer looks at some replica that serves readers. */
    private void read() {
        SimBroker broker = randomBroker();
        for (SimReplica replica : broker.replicas()) {
            ReplicaPositions positions = replica.core.positions();
            if (positions.readable()) {
                oracle.checkContent(replica, positions.highWatermark());
            }
        }
        clock.in(READ_MILLIS, this::read);
    }

    /** What is not as it must be once everything healed; empty if all is well. */
    private List<String> well() {
        List<String> complaints = new ArrayList<>();
        ClusterImage image = metadata.image();
        for (Partition partition : image.partitions()) {
            if (partition.leader() == null
                    || image.inSync(partition).size() < partition.replicas().size()) {
                complaints.add("L1/L3: " + partition);
            }
            if (partition.reassignment() != null) {
                complaints.add("L4: " + partition);
            }
            for (SimBroker broker : brokers.values()) {
                if (!partition.replicas().contains(broker.id()) && broker.has(partition.uid())) {
                    complaints.add("L4: broker " + broker.id() + " keeps what it had of " + partition);
                }
            }
            for (BrokerId id : partition.replicas()) {
                SimReplica replica = broker(id).replica(partition.uid());
                boolean leads = id.equals(partition.leader());
                if (replica == null || !settled(replica.core.positions(), leads)) {
                    complaints.add("L2: partition " + partition.uid() + " on broker " + id + " is at "
                            + (replica == null ? "nothing" : replica.core.positions()));
                }
            }
        }
        producers.stream().filter(producer -> !producer.idle()).forEach(producer -> complaints.add("L2: " + producer));
        return complaints;
    }

    private static boolean settled(ReplicaPositions positions, boolean leads) {
        return positions.highWatermark() == positions.logEnd()
                && positions.role() == (leads ? ReplicaRole.LEADER : ReplicaRole.FOLLOWER);
    }

    Chaos chaos() {
        return chaos;
    }

    SimClock clock() {
        return clock;
    }

    SimPlan plan() {
        return plan;
    }

    ReplicationRules rules() {
        return rules;
    }

    Oracle oracle() {
        return oracle;
    }

    SimRescuer rescuer() {
        return rescuer;
    }

    RareEvents rare() {
        return rare;
    }

    SimNetwork network() {
        return network;
    }

    SimMetadata metadata() {
        return metadata;
    }

    SimBroker broker(BrokerId id) {
        return Objects.requireNonNull(brokers.get(id));
    }

    Collection<SimBroker> brokers() {
        return brokers.values();
    }

    SimBroker randomBroker() {
        return broker(new BrokerId(1 + clock.pick(brokers.size())));
    }

    /** The newest image, or the one that some broker has. */
    @Nullable
    ClusterImage someImage() {
        return clock.chance(0.5) ? metadata.image() : randomBroker().image();
    }

    /** A producer id that nobody has. */
    long nextProducerId() {
        return ++producerIds;
    }

    long nextToken() {
        return ++tokens;
    }

    /** How a run ended. */
    record Result(long seed, long events, @Nullable RuntimeException failure, String trace, RareEvents rare) {}
}

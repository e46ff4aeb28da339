package io.thalweg.cli.chaos.nemesis;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.cluster.Patience;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.BrokerState;
import io.thalweg.client.api.admin.ClusterDescription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** Hurts the cluster, lets it suffer, heals it, and waits until it is whole again. */
public final class Nemesis {
    private static final int SHORTEST_MILLIS = 200;

    private final Target target;
    private final ThalwegClient client;
    private final Duration session;
    private final Duration recovery;
    private final Consumer<String> report;

    /**
     * @param session the session timeout of the brokers: a fault lasts up to twice as long
     * @param recovery a healed cluster is whole again within this time
     */
    public Nemesis(Target target, ThalwegClient client, Duration session, Duration recovery, Consumer<String> report) {
        this.target = target;
        this.client = client;
        this.session = session;
        this.recovery = recovery;
        this.report = report;
    }

    /** All faults that are possible here, by name. */
    public List<String> repertoire() {
        return Stream.concat(
                        Stream.of(Fault.values())
                                .filter(fault -> fault.possible(target.brokers()))
                                .map(Fault::name),
                        Stream.of("ROLLING_RESTART"))
                .toList();
    }

    /**
     * One fault and its end.
     *
     * @param spoiled whether a promise is broken already: then the fault need not last any longer
     */
    public void strike(String name, BooleanSupplier spoiled) {
        long begin = System.nanoTime();
        report.accept(name);
        if ("ROLLING_RESTART".equals(name)) {
            rollingRestart();
        } else {
            Fault.valueOf(name).inject(target);
            Patience.until(target.within(2 * (int) session.toMillis()).plusMillis(SHORTEST_MILLIS), spoiled);
        }
        target.brokers().heal();
        long healed = System.nanoTime();
        awaitWhole(name);
        report.accept(name + " took " + (healed - begin) / 1_000_000 + " ms, whole again after "
                + (System.nanoTime() - healed) / 1_000_000 + " ms");
    }

    /** Stops and starts one broker after the other. */
    public void rollingRestart() {
        for (BrokerProcess broker : target.shuffled()) {
            int exitCode = broker.stop();
            if (exitCode != 0) {
                throw new IllegalStateException(broker + " was stopped in order and exits with " + exitCode);
            }
            broker.start();
            awaitWhole("restart of " + broker);
        }
    }

    /** Waits until all brokers serve and every replica has caught up. */
    public void awaitWhole(String after) {
        try {
            Patience.await("a whole cluster after " + after, recovery, this::isWhole);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(e.getMessage() + ": " + description(), e);
        }
    }

    private boolean isWhole() {
        if (!target.brokers().areReady() || !target.moves().areUndone()) {
            return false;
        }
        ClusterDescription cluster = client.admin().describeCluster().join();
        return cluster.offlinePartitions() == 0
                && cluster.underReplicatedPartitions() == 0
                && cluster.brokers().size() == BrokerSet.SIZE
                && cluster.brokers().stream().allMatch(broker -> broker.state() == BrokerState.ACTIVE);
    }

    private String description() {
        String ready = "ready "
                + target.brokers().all().stream().filter(BrokerProcess::isReady).toList();
        try {
            return ready + ", " + client.admin().describeCluster().join() + ", " + target.description();
        } catch (CompletionException | ThalwegException e) {
            return ready + ", " + e;
        }
    }
}

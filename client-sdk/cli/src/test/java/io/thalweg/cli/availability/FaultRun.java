package io.thalweg.cli.availability;

import io.thalweg.cli.chaos.cluster.BrokerProcess;
import io.thalweg.client.api.admin.PartitionDescription;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Strikes one fault under load and measures the gaps. Used by one thread. */
final class FaultRun {
    private static final int ENOUGH_IN_SYNC = 2;
    private static final long CALM_MILLIS = 1_000;
    private static final long UNTOUCHED_MILLIS = 10_000;

    private final Scene scene;
    private final PacedLoad load;
    private final Duration session;

    FaultRun(Scene scene, PacedLoad load, Duration session) {
        this.scene = scene;
        this.load = load;
        this.session = session;
    }

    /** One try; the cluster is whole before and after it. */
    Trial strike(Fault fault) throws InterruptedException {
        scene.awaitWhole();
        awaitWrites(survivors(List.of()), CALM_MILLIS);
        return fault == Fault.ROLLING_RESTART ? rollingRestart() : strikeVictims(fault);
    }

    /** The worst partition while nothing is done, for ten seconds: what the load alone costs on this machine. */
    double calm() throws InterruptedException {
        load.meter().restart();
        awaitWrites(survivors(List.of()), UNTOUCHED_MILLIS);
        return gaps(survivors(List.of())).stream()
                .mapToDouble(each -> each)
                .max()
                .orElse(0);
    }

    /** Until every partition has taken writes for so long. */
    void warmUp(Duration time) throws InterruptedException {
        awaitWrites(survivors(List.of()), time.toMillis());
    }

    private Trial strikeVictims(Fault fault) throws InterruptedException {
        List<BrokerProcess> victims = fault.victims(scene);
        List<Integer> judged = survivors(victims);
        load.meter().restart();
        System.out.println(LocalTime.now(ZoneOffset.UTC) + " " + fault + " of " + victims);
        victims.parallelStream().forEach(fault.blow(scene));
        awaitWrites(judged, fault.lastsMillis(session));
        List<Double> outage = gaps(judged);
        load.meter().restart();
        scene.brokers().heal();
        scene.awaitWhole();
        awaitWrites(judged, CALM_MILLIS);
        return new Trial(fault, outage, gaps(judged));
    }

    /** Each broker leaves in order and comes back before the next one goes. */
    private Trial rollingRestart() throws InterruptedException {
        List<Integer> all = survivors(List.of());
        List<Double> leaving = new ArrayList<>();
        List<Double> returning = new ArrayList<>();
        for (BrokerProcess broker : scene.brokers().all()) {
            load.meter().restart();
            broker.stop();
            awaitWrites(all, CALM_MILLIS);
            leaving.addAll(gaps(all));
            load.meter().restart();
            broker.start();
            scene.awaitWhole();
            returning.addAll(gaps(all));
        }
        return new Trial(Fault.ROLLING_RESTART, leaving, returning);
    }

    /** Until each of these partitions takes writes after so long, or a moment more if one of them does not. */
    private void awaitWrites(List<Integer> partitions, long afterMillis) throws InterruptedException {
        long since = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(afterMillis);
        load.meter().awaitAcknowledged(partitions, since, since + TimeUnit.MILLISECONDS.toNanos(CALM_MILLIS));
    }

    /** The partitions that may take writes without the victims: enough of their replicas are left. */
    private List<Integer> survivors(List<BrokerProcess> victims) {
        Set<Integer> gone = victims.stream().map(BrokerProcess::id).collect(Collectors.toSet());
        return scene.partitions().stream()
                .filter(partition -> partition.inSync().stream()
                                .filter(replica -> !gone.contains(replica))
                                .count()
                        >= ENOUGH_IN_SYNC)
                .map(PartitionDescription::partition)
                .toList();
    }

    private List<Double> gaps(List<Integer> partitions) {
        double[] all = load.meter().longestMillis(System.nanoTime());
        return partitions.stream().map(partition -> all[partition]).toList();
    }
}

package io.thalweg.cli.quickstart;

import io.thalweg.cli.local.LocalCluster;
import io.thalweg.cli.terminal.Progress;
import io.thalweg.client.ThalwegClient;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Kills the leader of a partition with SIGKILL, waits a second, starts it again and waits until it is ready. */
final class LeaderCrash implements Callable<LeaderCrash.Crash> {
    private static final Duration DOWN = Duration.ofSeconds(1);
    private static final int PARTITION = 0;

    /**
     * What happened.
     *
     * @param broker that was killed
     * @param partition that it led
     * @param restart from its start to its readiness
     */
    record Crash(int broker, int partition, Duration restart) {}

    private final LocalCluster cluster;
    private final ThalwegClient client;
    private final Progress progress;

    LeaderCrash(LocalCluster cluster, ThalwegClient client, Progress progress) {
        this.cluster = cluster;
        this.client = client;
        this.progress = progress;
    }

    @Override
    public Crash call() {
        int leader = client.admin()
                .describeTopic(MainJob.TOPIC)
                .join()
                .partitions()
                .get(PARTITION)
                .leader();
        progress.phase("broker " + leader + ", leader of partition " + PARTITION + ", killed with SIGKILL");
        cluster.kill(leader);
        LockSupport.parkNanos(DOWN.toNanos());
        progress.phase("broker " + leader + " starts again");
        long begin = System.nanoTime();
        cluster.start(leader);
        Duration restart = Duration.ofNanos(System.nanoTime() - begin);
        progress.phase("broker " + leader + " is back");
        return new Crash(leader, PARTITION, restart);
    }
}

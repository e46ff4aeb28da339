package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.load.Workload;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How the processes of a system are started. Brokers have the ids 1, 2, 3. */
public interface SystemUnderTest {
    /** Its name in tables. */
    String title();

    /** Its name and version in full. */
    String product();

    /** What readers of its figures must know of how it runs, in sentences. */
    List<String> notes();

    /** The durability of a topic for which nothing is said. */
    Durability ownDurability();

    /** What topics may be told. */
    default Set<Durability> durabilities() {
        return EnumSet.allOf(Durability.class);
    }

    /** Whether it can do such a job at all. */
    default boolean can(Workload workload) {
        return true;
    }

    /** Ports per broker; the first one is the clients'. */
    int portsPerBroker();

    /** Writes the configuration of a cluster and whatever it needs before its first start. */
    void prepare(Site site, Ports ports) throws IOException, InterruptedException;

    /** Command of a broker; its process must be the broker's. */
    List<String> broker(Site site, int id);

    /** Class path and main class of its load generator. */
    List<String> load(Site site);
}

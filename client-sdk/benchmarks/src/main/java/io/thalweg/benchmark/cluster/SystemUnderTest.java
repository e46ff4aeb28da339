package io.thalweg.benchmark.cluster;

import io.thalweg.benchmark.driver.Durability;
import java.io.IOException;
import java.util.List;

/** How the processes of a system are started. Brokers have the ids 1, 2, 3. */
public interface SystemUnderTest {
    /** Its name in tables. */
    String title();

    /** The durability of a topic for which nothing is said. */
    Durability ownDurability();

    /** Ports per broker; the first one is the clients'. */
    int portsPerBroker();

    /** Writes the configuration of a cluster and whatever it needs before its first start. */
    void prepare(Site site, Ports ports) throws IOException, InterruptedException;

    /** Command of a broker; its process must be the JVM. */
    List<String> broker(Site site, int id);

    /** Class path and main class of its load generator. */
    List<String> load(Site site);
}

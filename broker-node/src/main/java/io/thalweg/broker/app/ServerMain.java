package io.thalweg.broker.app;

import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.SettingsException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Entry point of {@code thalweg server}. Exit codes: 0 stopped, 1 fault, 2 wrong command line or setting, 4 refused (port
 * in use, data folder or broker id of another, broker removed from the cluster).
 */
public final class ServerMain {

    /** Stopped in order. */
    public static final int STOPPED = 0;
    /** A fault while starting or serving. */
    public static final int FAULT = 1;
    /** Wrong command line or setting. */
    public static final int USAGE = 2;
    /** Something that this broker needs belongs to another. */
    public static final int REFUSED = 4;

    /**
     * Ratis appends to its log in the common pool of the JVM, which has one thread on two processors. Before Java 25 each task had
     * a thread of its own there; since then one that waits would hold up all others.
     */
    private static final String POOL_PROPERTY = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private static final int SHARED_SINCE = 25;
    private static final int LEAST_POOL_THREADS = 4;

    private static final String LOGGING_PROPERTY = "logback.configurationFile";
    private static final String LOGGING_RESOURCE = "io/thalweg/broker/app/logback.xml";

    private ServerMain() {}

    /** Runs the server and exits. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a broker until the process is told to stop; returns the exit code. */
    public static int run(String[] args) {
        if (System.getProperty(LOGGING_PROPERTY) == null) {
            System.setProperty(LOGGING_PROPERTY, LOGGING_RESOURCE);
        }
        widenCommonPool(
                System.getProperties(),
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors());
        // gRPC logs by java.util.logging; only what is wrong is of interest.
        Logger.getLogger("").setLevel(Level.WARNING);
        ServerSettings settings;
        try {
            CommandLine line = CommandLine.parse(List.of(args));
            if (line.help()) {
                System.out.print(CommandLine.USAGE);
                return STOPPED;
            }
            settings = line.settings(System.getenv());
        } catch (SettingsException e) {
            say(e.getMessage(), e.why(), e.remedy());
            return USAGE;
        }
        try {
            new ServerProcess(settings).run();
            return STOPPED;
        } catch (StartRefusal e) {
            say(e.getMessage(), e.why(), e.remedy());
            return REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAULT;
        }
    }

    /** Unless the operator has; by itself the pool has a thread less than there are processors. To be called before it is used. */
    static void widenCommonPool(Properties properties, int javaFeature, int processors) {
        if (javaFeature >= SHARED_SINCE && processors <= LEAST_POOL_THREADS) {
            properties.putIfAbsent(POOL_PROPERTY, Integer.toString(LEAST_POOL_THREADS));
        }
    }

    private static void say(@Nullable String what, String why, String remedy) {
        System.err.println("thalweg: " + what);
        System.err.println("  why: " + why);
        System.err.println("  try: " + remedy);
    }
}

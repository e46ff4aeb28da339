package io.thalweg.benchmark.load;

import io.thalweg.benchmark.driver.Driver;
import io.thalweg.benchmark.load.Workload.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The main job of a load generator. It is told the workload, the brokers and their process ids as {@code name=value}
 * words, and answers in lines on standard output: {@link #RESULT} with a metric and its value, {@link #KILL} and
 * {@link #RESTART} with the id of a broker when whoever started this process is to do that at once.
 */
public final class LoadProcess {
    /** Word before the id of a broker to kill. */
    public static final String KILL = "kill";
    /** Word before the id of a broker to kill and to start again. */
    public static final String RESTART = "restart";
    /** Word before a metric and its value. */
    public static final String RESULT = "result";
    /** Setting with the brokers' addresses. */
    public static final String BOOTSTRAP = "bootstrap=";
    /** Setting with the brokers, each as ID:PID. */
    public static final String BROKERS = "brokers=";

    private LoadProcess() {}

    /** Does it and ends the process, with 0 if all went well. */
    public static void run(Function<String, Driver> connect, String[] args) {
        int code = 0;
        try {
            Map<String, String> settings = Workload.settings(args);
            Map<Integer, Long> brokers = brokers(Objects.requireNonNull(settings.get("brokers")));
            try (Driver driver = connect.apply(Objects.requireNonNull(settings.get("bootstrap")))) {
                new LoadProcess.Job(driver, Workload.of(settings), new ProcessSet(brokers))
                        .run()
                        .forEach((metric, value) -> System.out.println(RESULT + " " + metric + " " + value));
            }
        } catch (InterruptedException | RuntimeException e) {
            e.printStackTrace();
            code = 1;
        }
        System.out.flush();
        System.exit(code);
    }

    private static Map<Integer, Long> brokers(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(each -> each.split(":", 2))
                .collect(Collectors.toMap(
                        parts -> Integer.valueOf(parts[0]),
                        parts -> Long.valueOf(parts[1]),
                        (a, b) -> b,
                        TreeMap::new));
    }

    /** One workload on one system. */
    private record Job(Driver driver, Workload workload, ProcessSet processes) {
        private static final String IDLE_TOPIC = "idle";
        /** Nobody could delete it, or it is deleted already. */
        private static final Set<Kind> LEAVE_NO_TOPIC = EnumSet.of(Kind.KILL_LEADER, Kind.KILL_CONTROLLER, Kind.DAY);

        Map<Metric, Double> run() throws InterruptedException {
            driver.awaitBrokers(processes.brokers().size());
            int idle = workload.records().idlePartitions();
            if (idle > 0) {
                driver.createTopic(workload.topic().other(IDLE_TOPIC, idle));
            }
            long began = System.nanoTime();
            driver.createTopic(workload.topic());
            double createMillis = (System.nanoTime() - began) / 1e6;
            Map<Metric, Double> results = measure();
            results.put(Metric.CREATE_TOPIC, createMillis);
            if (!LEAVE_NO_TOPIC.contains(workload.kind())) {
                driver.deleteTopic(workload.topic().name());
                if (idle > 0) {
                    driver.deleteTopic(IDLE_TOPIC);
                }
            }
            return results;
        }

        private Map<Metric, Double> measure() throws InterruptedException {
            return switch (workload.kind()) {
                case PRODUCE -> new ProduceRun(driver, workload, processes).run();
                case LATENCY -> new LatencyRun(driver, workload, processes).run();
                case CONSUME_HOT, CONSUME_COLD -> new ConsumeRun(driver, workload, processes).run();
                case KILL_LEADER, KILL_CONTROLLER -> new GapRun(driver, workload).run();
                case RESTART -> new RestartRun(driver, workload).run();
                case DAY -> new DayRun(driver, workload, processes).run();
                case IDLE -> new IdleRun(workload, processes).run();
            };
        }
    }
}

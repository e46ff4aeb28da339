package io.thalweg.benchmark.plan;

import io.thalweg.benchmark.driver.Codec;
import io.thalweg.benchmark.driver.Durability;
import io.thalweg.benchmark.driver.ProducerSpec;
import io.thalweg.benchmark.driver.TopicSpec;
import io.thalweg.benchmark.load.Workload.Kind;
import io.thalweg.benchmark.load.Workload.Records;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All scenarios. One thing differs from the base at a time: 1 KB, twelve partitions, one producer, no compression. */
public final class Catalogue {
    private static final List<String> WARM_UPS = List.of("large-1kb-12p", "produce-1kb-12p");

    private static final int KB = 1_000;
    private static final int SMALL = 100;
    private static final int LARGE = 10_000;
    private static final int PARTITIONS = 12;
    private static final int MANY = 1_000;
    private static final int VERY_MANY = 10_000;
    private static final int KEYS = 10_000;
    private static final long GB = 1_000_000_000L;
    private static final long KEPT_BYTES = 200_000_000;
    private static final ProducerSpec DEFAULT = new ProducerSpec(16 << 10, 5, Codec.NONE);
    private static final ProducerSpec BIG = new ProducerSpec(256 << 10, 10, Codec.NONE);
    private static final ProducerSpec AT_ONCE = new ProducerSpec(16 << 10, 0, Codec.NONE);

    private final List<Scenario> scenarios = new ArrayList<>();
    private final long consumedBytes;
    private final long dayBytes;

    /** @param quick whether less is written, so that it takes minutes */
    public Catalogue(boolean quick) {
        consumedBytes = quick ? GB / 2 : 3 * GB;
        dayBytes = quick ? 2 * GB : 20 * GB;
        produce(Section.PRODUCE, "produce", DEFAULT);
        produce(Section.PRODUCE_LARGE, "large", BIG);
        partitions();
        latency();
        consume();
        day();
        others();
    }

    private void produce(Section section, String prefix, ProducerSpec spec) {
        sized(section, prefix + "-1kb-12p", "1 KB, 12 partitions", KB, PARTITIONS, spec, true);
        sized(section, prefix + "-1kb-1p", "1 KB, 1 partition", KB, 1, spec, false);
        sized(section, prefix + "-100b-12p", "100 B, 12 partitions", SMALL, PARTITIONS, spec, false);
        sized(section, prefix + "-100b-1p", "100 B, 1 partition", SMALL, 1, spec, false);
        sized(section, prefix + "-10kb-12p", "10 KB, 12 partitions", LARGE, PARTITIONS, spec, false);
        for (Codec codec : List.of(Codec.LZ4, Codec.ZSTD)) {
            String name = codec.name().toLowerCase(Locale.ROOT);
            ProducerSpec packed = new ProducerSpec(spec.batchBytes(), spec.lingerMillis(), codec);
            sized(section, prefix + "-1kb-12p-" + name, "1 KB, 12 partitions, " + name, KB, PARTITIONS, packed, false);
        }
        scenarios.add(new Scenario(
                prefix + "-1kb-12p-4x",
                "1 KB, 12 partitions, 4 producers",
                section,
                Kind.PRODUCE,
                topic(PARTITIONS, 3),
                spec,
                new Records(KB, 0, 4, 0, 0, 0),
                false));
    }

    private void sized(
            Section section, String name, String title, int bytes, int partitions, ProducerSpec spec, boolean every) {
        Records records = new Records(bytes, 0, 1, 0, 0, 0);
        scenarios.add(new Scenario(name, title, section, Kind.PRODUCE, topic(partitions, 3), spec, records, every));
    }

    private void partitions() {
        keyed("keys-1kb-12p", "1 KB with keys, 12 partitions alone", PARTITIONS, 0);
        keyed("keys-1kb-1000p", "1 KB with keys, 1 000 partitions", MANY, 0);
        keyed("keys-1kb-12p-beside-1000p", "1 KB with keys, 12 partitions beside 1 000 idle ones", PARTITIONS, MANY);
        keyed(
                "keys-1kb-12p-beside-10000p",
                "1 KB with keys, 12 partitions beside 10 000 idle ones",
                PARTITIONS,
                VERY_MANY);
    }

    private void keyed(String name, String title, int partitions, int idle) {
        Records records = new Records(KB, KEYS, 1, 0, 0, idle);
        scenarios.add(new Scenario(
                name, title, Section.PARTITIONS, Kind.PRODUCE, topic(partitions, 3), DEFAULT, records, false));
    }

    private void latency() {
        for (int rate : List.of(1_000, 10_000)) {
            scenarios.add(new Scenario(
                    "latency-" + rate,
                    String.format(Locale.ROOT, "%,d records/s of 1 KB", rate).replace(',', ' '),
                    Section.LATENCY,
                    Kind.LATENCY,
                    topic(PARTITIONS, 3),
                    AT_ONCE,
                    new Records(KB, 0, 1, rate, 0, 0),
                    true));
        }
    }

    private void consume() {
        for (Kind kind : List.of(Kind.CONSUME_HOT, Kind.CONSUME_COLD)) {
            String how = kind == Kind.CONSUME_HOT ? "hot" : "cold";
            consume(kind, "consume-" + how + "-1kb", "1 KB, " + how, KB);
            consume(kind, "consume-" + how + "-100b", "100 B, " + how, SMALL);
        }
    }

    private void consume(Kind kind, String name, String title, int bytes) {
        Records records = new Records(bytes, 0, 1, 0, consumedBytes, 0);
        scenarios.add(new Scenario(name, title, Section.CONSUME, kind, topic(PARTITIONS, 3), BIG, records, false));
    }

    private void others() {
        other("idle", "no partitions in use", Section.IDLE, Kind.IDLE, new Records(KB, 0, 0, 0, 0, 0), 3);
        other("idle-1000p", "1 000 partitions", Section.IDLE, Kind.IDLE, new Records(KB, 0, 0, 0, 0, MANY), 3);
        other("idle-10000p", "10 000 partitions", Section.IDLE, Kind.IDLE, new Records(KB, 0, 0, 0, 0, VERY_MANY), 3);
        Records paced = new Records(SMALL, 0, 1, 1_000, 0, 0);
        other("kill-leader", "a broker that leads partitions", Section.FAILOVER, Kind.KILL_LEADER, paced, 3);
        other(
                "kill-controller",
                "the broker that leads the metadata",
                Section.FAILOVER,
                Kind.KILL_CONTROLLER,
                paced,
                3);
        for (int gigabytes : List.of(5, 20)) {
            other(
                    "restart-" + gigabytes + "gb",
                    gigabytes + " GB of log",
                    Section.RESTART,
                    Kind.RESTART,
                    new Records(LARGE, 0, 1, 0, gigabytes * GB, 0),
                    1);
        }
    }

    private void day() {
        scenarios.add(new Scenario(
                "day-" + dayBytes / GB + "gb",
                dayBytes / GB + " GB of 1 KB",
                Section.DAY,
                Kind.DAY,
                new TopicSpec("", PARTITIONS, 3, Durability.FSYNC, KEPT_BYTES),
                BIG,
                new Records(KB, 0, 1, 0, dayBytes, 0),
                false));
    }

    private void other(String name, String title, Section section, Kind kind, Records records, int replicas) {
        ProducerSpec spec = kind == Kind.RESTART ? BIG : AT_ONCE;
        scenarios.add(new Scenario(name, title, section, kind, topic(PARTITIONS, replicas), spec, records, false));
    }

    private static TopicSpec topic(int partitions, int replicas) {
        return new TopicSpec("", partitions, replicas, Durability.FSYNC, 0);
    }

    /** What brokers are warmed up with: large batches and small ones. */
    public List<Scenario> warmUps() {
        return WARM_UPS.stream().flatMap(name -> named(List.of(name)).stream()).toList();
    }

    public List<Scenario> all() {
        return List.copyOf(scenarios);
    }

    /**
     * Those whose names match, in the order of the catalogue.
     *
     * @param names of scenarios or sections in any case, with {@code *} for any letters; none for all
     * @throws IllegalArgumentException if one matches nothing; the message lists the names
     */
    public List<Scenario> named(Collection<String> names) {
        if (names.isEmpty()) {
            return all();
        }
        List<Pattern> patterns = names.stream().map(Catalogue::pattern).toList();
        for (String name : names) {
            Pattern pattern = pattern(name);
            if (scenarios.stream().noneMatch(scenario -> matches(pattern, scenario))) {
                throw new IllegalArgumentException("no scenario is called " + name + "; there are: "
                        + scenarios.stream().map(Scenario::name).collect(Collectors.joining(", ")));
            }
        }
        return scenarios.stream()
                .filter(scenario -> patterns.stream().anyMatch(pattern -> matches(pattern, scenario)))
                .toList();
    }

    private static Pattern pattern(String name) {
        return Pattern.compile("\\Q" + name.replace("*", "\\E.*\\Q") + "\\E", Pattern.CASE_INSENSITIVE);
    }

    private static boolean matches(Pattern pattern, Scenario scenario) {
        return pattern.matcher(scenario.name()).matches()
                || pattern.matcher(scenario.section().name()).matches();
    }
}

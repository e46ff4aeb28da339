package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three real brokers behind the launcher, used through the command line. The tests that stop brokers come last. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalClusterIT {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private static Path folder;

    private String bootstrap = "";

    @BeforeAll
    void startThreeBrokers() {
        System.setProperty("thalweg.home", HOME.toString());
        CommandRun up = local("up", "--base-port", "0");
        assertThat(up.exitCode()).as(up.err()).isZero();
        bootstrap = up.json()
                .valueStream()
                .map(broker -> broker.get("client").asString())
                .collect(Collectors.joining(","));
    }

    @AfterAll
    void stopThem() {
        local("down");
    }

    private CommandRun local(String... args) {
        return CommandRun.of(concat(concat("local", args), "--dir", cluster().toString(), "--output", "json"));
    }

    private Path cluster() {
        return folder.resolve("cluster");
    }

    private CommandRun run(String... args) {
        return CommandRun.of(concat(args, "--bootstrap", bootstrap, "--output", "json"));
    }

    private static String[] concat(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    private static String[] concat(String[] first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    private void create(String topic) {
        CommandRun created = run("topic", "create", topic, "--partitions", "3");
        assertThat(created.exitCode()).as(created.err()).isZero();
    }

    private static List<String> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "k" + i % 7 + "\tvalue " + i)
                .toList();
    }

    private void produce(String topic, List<String> lines) {
        CommandRun produced = CommandRun.withInput(
                String.join("\n", lines), "produce", topic, "--key-separator", "\\t", "--bootstrap", bootstrap);
        assertThat(produced.exitCode()).as(produced.err()).isZero();
    }

    private List<String> consume(String topic, String... options) {
        String[] command = {"consume", topic, "--until-end", "--format", "%k\\t%v%n", "--bootstrap", bootstrap};
        CommandRun consumed = CommandRun.of(concat(command, options));
        assertThat(consumed.exitCode()).as(consumed.err()).isZero();
        return consumed.lines();
    }

    @Test
    @Order(1)
    void shouldReadWhatWasWrittenInOrderOfEachKey() {
        // given
        create("written");
        List<String> lines = numbered(0, 2_000);

        // when
        produce("written", lines);
        List<String> read = consume("written");

        // then
        assertThat(read).containsExactlyInAnyOrderElementsOf(lines);
        assertThat(ofKey("k3", read)).isEqualTo(ofKey("k3", lines));
        JsonNode first = CommandRun.of("consume", "written", "--max", "1", "--bootstrap", bootstrap, "--output", "json")
                .json();
        assertThat(first.propertyNames())
                .containsExactly("topic", "partition", "offset", "timestamp", "key", "value", "headers");
    }

    private static List<String> ofKey(String key, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(key + "\t")).toList();
    }

    @Test
    @Order(2)
    void shouldLetAGroupGoOnWhereItCommittedAndGoBackWhenReset() {
        // given
        create("grouped");
        produce("grouped", numbered(0, 300));

        // when, then: it reads everything once
        assertThat(consume("grouped", "--group", "g")).hasSize(300);
        assertThat(consume("grouped", "--group", "g")).isEmpty();
        JsonNode described = run("group", "describe", "g").json();
        assertThat(described
                        .get("partitions")
                        .valueStream()
                        .mapToLong(each -> each.get("lag").asLong()))
                .hasSize(3)
                .containsOnly(0L);

        // when, then: a plan changes nothing, --yes does
        assertThat(run("group", "reset", "g", "--to", "earliest", "--topic", "grouped")
                        .json()
                        .get("applied")
                        .asBoolean())
                .isFalse();
        assertThat(consume("grouped", "--group", "g")).isEmpty();
        CommandRun reset = run("group", "reset", "g", "--to", "earliest", "--topic", "grouped", "--yes");
        assertThat(reset.exitCode()).as(reset.err()).isZero();
        assertThat(consume("grouped", "--group", "g")).hasSize(300);
        assertThat(run("group", "delete", "g").exitCode()).isZero();
        assertThat(run("group", "describe", "g").exitCode()).isEqualTo(3);
    }

    @Test
    @Order(3)
    void shouldSayClearlyWhatIsWrongWithARequest() {
        create("strict");

        assertRefused(run("topic", "describe", "missing"), 3, "TOPIC_NOT_FOUND");
        assertRefused(run("topic", "delete", "missing"), 3, "TOPIC_NOT_FOUND");
        assertRefused(run("produce", "missing"), 3, "TOPIC_NOT_FOUND");
        assertRefused(run("consume", "missing", "--until-end"), 3, "TOPIC_NOT_FOUND");
        assertRefused(run("consume", "strict", "--partition", "3"), 3, "PARTITION_OUT_OF_RANGE");
        assertRefused(run("topic", "create", "strict"), 4, "TOPIC_EXISTS");
        assertRefused(run("topic", "create", "b d"), 4, "INVALID_NAME");
        assertRefused(run("topic", "create", "many", "--replicas", "7"), 4, "NOT_ENOUGH_BROKERS");
        CommandRun unknownKey = run("topic", "create", "typo", "--config", "retention.mss=7d");
        assertRefused(unknownKey, 4, "INVALID_CONFIG");
        assertThat(unknownKey.err()).contains("retention.ms");
        assertRefused(run("group", "describe", "missing"), 3, "GROUP_NOT_FOUND");
        assertRefused(run("broker", "describe", "9"), 3, "BROKER_NOT_FOUND");
    }

    @Test
    @Order(4)
    void shouldRefuseARecordThatIsTooLargeAndStoreTheOthers() {
        // given
        create("limited");

        // when
        CommandRun produced = CommandRun.withInput(
                "a\n" + "x".repeat(2 << 20) + "\nb\n",
                "produce",
                "limited",
                "--bootstrap",
                bootstrap,
                "--output",
                "json");

        // then
        assertRefused(produced, 1, "RECORD_TOO_LARGE");
        assertThat(produced.json().get("records").asInt()).isEqualTo(2);
        assertThat(consume("limited")).containsExactlyInAnyOrder("\ta", "\tb");
    }

    private static void assertRefused(CommandRun run, int exitCode, String reason) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains("\"reason\":\"" + reason + "\"", "\"remedy\":\"");
    }

    @Test
    @Order(4)
    void shouldMoveAPartitionAndBackAndSayWhatCannotBe() {
        create("moved");
        produce("moved", numbered(0, 100));

        CommandRun fewer = run("partition", "reassign", "moved", "0", "--replicas", "3,1", "--wait", "60s");
        assertThat(fewer.exitCode()).as(fewer.err()).isZero();
        assertThat(fewer.json().at("/changed").asBoolean()).isTrue();
        assertThat(fewer.json().at("/warnings/0").asString()).contains("2 replicas instead of 3");
        assertThat(replicas("moved")).isEqualTo("[3,1]");
        CommandRun all = run("partition", "reassign", "moved", "0", "--replicas", "2,3,1", "--wait", "60s");
        assertThat(all.exitCode()).as(all.err()).isZero();
        assertThat(replicas("moved")).isEqualTo("[2,3,1]");
        assertThat(consume("moved")).containsExactlyInAnyOrderElementsOf(numbered(0, 100));

        CommandRun nothing = run("partition", "reassign", "moved", "0", "--cancel");
        assertThat(nothing.json().at("/changed").asBoolean()).isFalse();
        assertThat(run("partition", "reassignments").out()).isEqualTo("[]\n");
        assertRefused(run("partition", "reassign", "moved", "0", "--replicas", "1,2,9"), 3, "BROKER_NOT_FOUND");
        assertRefused(run("partition", "reassign", "moved", "0", "--replicas", "1,2,1"), 4, "INVALID_REQUEST");
        assertRefused(run("partition", "reassign", "moved", "7", "--replicas", "1,2"), 3, "PARTITION_OUT_OF_RANGE");
        assertRefused(run("broker", "decommission", "9"), 3, "BROKER_NOT_FOUND");
        CommandRun voter = run("broker", "decommission", "1");
        assertRefused(voter, 4, "BROKER_IN_USE");
        assertThat(voter.err()).contains("thalweg cluster voters remove 1");
    }

    private String replicas(String topic) {
        return run("topic", "describe", topic)
                .json()
                .at("/partitions/0/replicas")
                .toString();
    }

    @Test
    @Order(5)
    void shouldRefuseAServerThatDisturbsAnother() throws IOException, InterruptedException {
        Path first = cluster().resolve("broker-1");
        String config = first.resolve("broker.properties").toString();
        String spare = folder.resolve("spare").toString();
        Path output = folder.resolve("refused.log");

        // a key that does not exist
        ServerRun unknown = ServerRun.of(HOME, output, "--config", config, "--set", "sesion.timeout=5s");
        assertThat(unknown.exitCode()).as(unknown.output()).isEqualTo(2);
        assertThat(unknown.output()).contains("sesion.timeout", "session.timeout");

        // the data folder of a broker that runs
        ServerRun sameFolder = ServerRun.of(HOME, output, "--config", config);
        assertThat(sameFolder.exitCode()).as(sameFolder.output()).isEqualTo(4);
        assertThat(sameFolder.output()).contains("try:");

        // its ports
        ServerRun samePorts =
                ServerRun.of(HOME, output, "--config", config, "--set", "data.dir=" + spare, "--set", "broker.id=4");
        assertThat(samePorts.exitCode()).as(samePorts.output()).isEqualTo(4);
        assertThat(samePorts.output()).contains("try:");

        // its id, from another folder and on other ports
        ServerRun sameId = ServerRun.of(HOME, output, withOtherPorts("--config", config, "--set", "data.dir=" + spare));
        assertThat(sameId.exitCode()).as(sameId.output()).isEqualTo(4);
        assertThat(sameId.output()).contains("try:");
    }

    private static String[] withOtherPorts(String... args) throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return concat(
                    args,
                    "--set",
                    "listener.client.bind=127.0.0.1:0",
                    "--set",
                    "listener.peer.bind=127.0.0.1:0",
                    "--set",
                    "http.bind=127.0.0.1:0",
                    "--set",
                    "listener.raft.bind=127.0.0.1:" + free.getLocalPort());
        }
    }

    @Test
    @Order(6)
    void shouldKeepEverythingWhenALeaderIsKilledAndComesBack() {
        // given
        create("crashed");
        produce("crashed", numbered(0, 1_000));
        int leader = run("topic", "describe", "crashed")
                .json()
                .at("/partitions/0/leader")
                .asInt();

        // when
        CommandRun killed = local("kill", Integer.toString(leader));
        produce("crashed", numbered(1_000, 2_000));

        // then
        assertThat(killed.json().get("state").asString()).isEqualTo("stopped");
        assertThat(consume("crashed")).containsExactlyInAnyOrderElementsOf(numbered(0, 2_000));
        assertThat(run("cluster", "health").exitCode()).isEqualTo(5);

        // when: it comes back
        CommandRun started = local("start", Integer.toString(leader));

        // then
        assertThat(started.exitCode()).as(started.err()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(run("cluster", "health").out()).contains("\"healthy\":true"));
        assertThat(run("broker", "drain", Integer.toString(leader)).exitCode()).isZero();
        assertThat(run("broker", "drain", Integer.toString(leader), "--undo").exitCode())
                .isZero();
    }

    @Test
    @Order(7)
    void shouldRefuseTheFolderOfAnotherBroker() throws IOException, InterruptedException {
        // given
        local("stop", "3");
        String config = cluster().resolve("broker-3/broker.properties").toString();

        // when
        ServerRun other = ServerRun.of(HOME, folder.resolve("other.log"), "--config", config, "--set", "broker.id=2");

        // then
        assertThat(other.exitCode()).as(other.output()).isEqualTo(4);
        assertThat(other.output()).contains("try:");
    }

    @Test
    @Order(8)
    void shouldSayWithinItsTimeThatThereIsNoQuorum() {
        // given: broker 3 is stopped already
        local("kill", "2");
        List<CommandRun> runs = new ArrayList<>();
        long begin = System.nanoTime();

        // when
        runs.add(run("topic", "create", "late", "--timeout", "3s"));
        runs.add(run("cluster", "health", "--timeout", "3s"));

        // then
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(run.exitCode()).as(run.err() + run.out()).isIn(5, 6));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(25));

        // when: a majority is back
        CommandRun started = local("start", "2");

        // then
        assertThat(started.exitCode()).as(started.err()).isZero();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(run("topic", "create", "again").exitCode()).isIn(0, 4));
        assertThat(consume("written")).hasSize(2_000);
    }
}

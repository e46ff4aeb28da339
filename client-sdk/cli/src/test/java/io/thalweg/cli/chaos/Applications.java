package io.thalweg.cli.chaos;

import io.thalweg.cli.chaos.cluster.BrokerSet;
import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.GroupHistory;
import io.thalweg.cli.chaos.history.GroupRules;
import io.thalweg.cli.chaos.history.LogHistory;
import io.thalweg.cli.chaos.history.LogRules;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.cli.chaos.load.EndProbe;
import io.thalweg.cli.chaos.load.GroupLoad;
import io.thalweg.cli.chaos.load.Reader;
import io.thalweg.cli.chaos.load.Recorder;
import io.thalweg.cli.chaos.load.Topic;
import io.thalweg.cli.chaos.load.TopicLoad;
import io.thalweg.cli.chaos.load.Writer;
import io.thalweg.client.ThalwegClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** All that uses the cluster during a run. */
final class Applications implements AutoCloseable {
    private final Recorder recorder = new Recorder();
    private final List<ThalwegClient> clients;
    private final List<Writer> writers;
    private final List<Runnable> readers;
    private final TopicLoad topics;
    private final GroupLoad group;

    private Applications(BrokerSet brokers, Topic topic, Random random) {
        clients = IntStream.range(0, 2).mapToObj(index -> connect(brokers)).toList();
        ThalwegClient one = clients.get(0);
        ThalwegClient other = clients.get(1);
        writers = List.of(
                Writer.start(one, 1, topic, recorder, Duration.ofSeconds(60)),
                Writer.start(one, 2, topic, recorder, Duration.ofSeconds(2)),
                Writer.start(other, 3, topic, recorder, Duration.ofSeconds(10)));
        readers = List.of(
                Reader.start(one, "reader-1", topic, recorder),
                Reader.start(other, "reader-2", topic, recorder),
                EndProbe.start(other, topic, recorder));
        topics = TopicLoad.start(other, recorder);
        group = GroupLoad.start(clients, topic, random, recorder);
    }

    static Applications start(BrokerSet brokers, Topic topic, Random random) {
        return new Applications(brokers, topic, random);
    }

    static ThalwegClient connect(BrokerSet brokers) {
        return ThalwegClient.builder()
                .bootstrap(brokers.bootstrap())
                .connectTimeout(Duration.ofSeconds(60))
                .requestTimeout(Duration.ofSeconds(5))
                .connect();
    }

    /** Returns when that many more writes have an outcome; fails with {@code IllegalStateException} if they take too long. */
    void awaitWrites(int more, Duration limit) throws InterruptedException {
        recorder.awaitWrites(more, limit);
    }

    /** Whether one of them saw what no broker may do: the run has failed, whatever comes. */
    boolean areSpoiled() {
        return !recorder.surprises().isEmpty();
    }

    /** Ends what writes and what reads without a group; the group reads on. */
    void endWriting() {
        writers.forEach(Writer::end);
        readers.forEach(Runnable::run);
        topics.end();
    }

    /** Ends the rest and judges all. */
    List<Finding> judge(Map<String, List<Sight>> dumps, Duration limit, Consumer<String> report)
            throws InterruptedException {
        LogHistory log = recorder.history(dumps);
        GroupHistory members = group.end(dumps.values().iterator().next(), limit);
        List<Finding> findings = new ArrayList<>(LogRules.findings(log));
        findings.addAll(GroupRules.findings(members));
        findings.addAll(topics.findings());
        findings.addAll(recorder.surprises());
        report.accept(log.writes().size() + " writes, " + log.sights().size() + " reads, "
                + log.ends().size() + " ends; group: " + members.deliveries().size() + " deliveries, "
                + members.commits().size() + " commits, " + members.grants().size() + " grants, "
                + members.sights().size() + " looks; told " + recorder.failures());
        return findings;
    }

    @Override
    public void close() {
        clients.forEach(ThalwegClient::close);
    }
}

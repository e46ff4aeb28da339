package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Commit;
import io.thalweg.cli.chaos.history.Delivery;
import io.thalweg.cli.chaos.history.Grant;
import io.thalweg.cli.chaos.history.Outcome;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.CommittedOffset;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerRecord;
import io.thalweg.client.api.consumer.RebalanceListener;
import io.thalweg.client.api.serde.Serdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One member of the group, on a thread of its own: polls, then commits what it was given. */
final class Member implements RebalanceListener {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long COMMIT_NANOS = 250_000_000;

    private final String name;
    private final Recorder recorder;
    private final GroupRecorder group;
    private final Consumer<String, Long> consumer;
    private final Map<TopicPartition, CommittedOffset> next = new HashMap<>();
    private final Worker worker;
    private long committedNanos = System.nanoTime();

    private Member(ThalwegClient client, String name, Topic topic, Recorder recorder, GroupRecorder group) {
        this.name = name;
        this.recorder = recorder;
        this.group = group;
        this.consumer = client.consumer(Serdes.string(), Serdes.longs())
                .group(GroupLoad.GROUP)
                .build();
        consumer.subscribe(List.of(topic.name()), this);
        this.worker = Worker.start(name, recorder, this::step, consumer::close);
    }

    static Member start(ThalwegClient client, String name, Topic topic, Recorder recorder, GroupRecorder group) {
        return new Member(client, name, topic, recorder, group);
    }

    void end() {
        worker.end();
    }

    private void step() {
        for (ConsumerRecord<String, Long> record : consumer.poll(POLL)) {
            group.delivery(new Delivery(name, record.partition(), record.offset(), System.nanoTime()));
            next.put(record.topicPartition(), CommittedOffset.after(record));
        }
        if (System.nanoTime() - committedNanos > COMMIT_NANOS && !next.isEmpty()) {
            commit(Map.copyOf(next));
            committedNanos = System.nanoTime();
        }
    }

    private void commit(Map<TopicPartition, CommittedOffset> offsets) {
        long invoked = System.nanoTime();
        Outcome outcome;
        try {
            consumer.commit(offsets);
            outcome = Outcome.DONE;
            next.clear();
        } catch (ThalwegException e) {
            recorder.failure("commit " + e.reason());
            outcome = e.outcomeUnknown() ? Outcome.UNKNOWN : Outcome.REFUSED;
        }
        long completed = System.nanoTime();
        Outcome known = outcome;
        offsets.forEach((partition, offset) ->
                group.commit(new Commit(name, partition.partition(), offset.offset(), invoked, completed, known)));
    }

    @Override
    public void onAssigned(Set<TopicPartition> partitions) {
        tell(partitions, Grant.Kind.ASSIGNED);
    }

    @Override
    public void onRevoked(Set<TopicPartition> partitions) {
        tell(partitions, Grant.Kind.REVOKED);
    }

    @Override
    public void onLost(Set<TopicPartition> partitions) {
        tell(partitions, Grant.Kind.LOST);
    }

    private void tell(Set<TopicPartition> partitions, Grant.Kind kind) {
        long now = System.nanoTime();
        partitions.forEach(partition -> group.grant(new Grant(name, partition.partition(), kind, now)));
        next.keySet().removeAll(partitions);
    }
}

package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.GroupHistory;
import io.thalweg.cli.chaos.history.GroupSight;
import io.thalweg.cli.chaos.history.Sight;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.group.GroupDescription;
import io.thalweg.client.api.admin.group.GroupMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** A group that reads the topic; now and then one of its members leaves and another joins. */
public final class GroupLoad {
    static final String GROUP = "readers";

    private static final int MEMBERS = 3;
    private static final long ASK_MILLIS = 100;
    private static final int CHANGE_MILLIS = 8_000;

    private final List<ThalwegClient> clients;
    private final Topic topic;
    private final Random random;
    private final Recorder recorder;
    private final GroupRecorder group = new GroupRecorder();
    private final List<Member> members = new ArrayList<>();
    private final Worker changes;
    private final Worker questions;
    private int joined;

    private GroupLoad(List<ThalwegClient> clients, Topic topic, Random random, Recorder recorder) {
        this.clients = clients;
        this.topic = topic;
        this.random = random;
        this.recorder = recorder;
        for (int index = 0; index < MEMBERS; index++) {
            join();
        }
        this.changes = Worker.start(
                "group-changes",
                recorder,
                () -> CHANGE_MILLIS / 4 + random.nextInt(CHANGE_MILLIS),
                this::change,
                () -> members.forEach(Member::end));
        this.questions = Worker.start("group-questions", recorder, () -> ASK_MILLIS, this::ask, () -> {});
    }

    /** Starts the members, each on one of the clients. */
    public static GroupLoad start(List<ThalwegClient> clients, Topic topic, Random random, Recorder recorder) {
        return new GroupLoad(clients, topic, random, recorder);
    }

    private void join() {
        ThalwegClient client = clients.get(joined % clients.size());
        joined++;
        members.add(Member.start(client, "member-" + joined, topic, recorder, group));
    }

    private void change() {
        members.remove(random.nextInt(members.size())).end();
        join();
    }

    private void ask() {
        long invoked = System.nanoTime();
        try {
            GroupDescription description =
                    clients.get(0).admin().describeGroup(GROUP).join();
            group.sight(new GroupSight(invoked, System.nanoTime(), committed(description), owners(description)));
        } catch (CompletionException e) {
            ErrorReason reason = ThalwegException.from(e).reason();
            recorder.failure("group " + reason);
            if (reason == ErrorReason.GROUP_NOT_FOUND) {
                group.sight(new GroupSight(invoked, System.nanoTime(), Map.of(), Map.of()));
            }
        }
    }

    private static Map<Integer, Long> committed(GroupDescription description) {
        return description.committed().entrySet().stream()
                .collect(Collectors.toMap(
                        offset -> offset.getKey().partition(),
                        offset -> offset.getValue().offset()));
    }

    private static Map<Integer, List<String>> owners(GroupDescription description) {
        Map<Integer, List<String>> owners = new HashMap<>();
        for (GroupMember member : description.members()) {
            member.owned()
                    .forEach(partition -> owners.computeIfAbsent(partition.partition(), first -> new ArrayList<>())
                            .add(member.memberId()));
        }
        return owners;
    }

    /** Waits until the members were given all these records, ends them, and tells what they did. */
    public GroupHistory end(List<Sight> log, Duration limit) throws InterruptedException {
        if (!group.awaitDelivered(log, limit)) {
            recorder.surprise("group", "not at the end of the log after " + limit);
        }
        changes.end();
        questions.end();
        return group.history(log);
    }
}

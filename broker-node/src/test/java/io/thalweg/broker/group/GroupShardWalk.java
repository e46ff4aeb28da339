package io.thalweg.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A random life of one group: members join, confirm, commit, fall silent, come back; the coordinator restarts from its
 * table. After every event no partition is in two members, and a quiet end gives every partition an owner.
 */
final class GroupShardWalk {
    private static final GroupId GROUP = new GroupId("walk");
    private static final TopicShape TOPIC = new TopicShape(new TopicId(new UUID(2, 2)), "events", 9);
    private static final MemberOrigin ORIGIN = new MemberOrigin("walker", "127.0.0.1", 5_000);

    private final long seed;
    private final Random random;
    private final CommittedTable table = new CommittedTable();
    private GroupShard shard = new GroupShard();
    private long now = 1;
    private int nextMember;

    GroupShardWalk(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    void run(int steps) {
        keep(shard.onCatalog(List.of(TOPIC)));
        for (int step = 0; step < steps; step++) {
            now += random.nextInt(900);
            event();
            check(step);
        }
        confirmAll();
        List<GroupMember> members = members();
        if (!members.isEmpty()) {
            long owned = members.stream()
                    .mapToLong(member -> member.assigned().size())
                    .sum();
            assertThat(owned).as("seed %d: every partition has an owner", seed).isEqualTo(TOPIC.partitions());
        }
    }

    private void event() {
        switch (random.nextInt(7)) {
            case 0 -> join("", "");
            case 1 -> join("", "static-" + random.nextInt(2));
            case 2 -> any(member -> join(member.id().value(), ""));
            case 3 -> any(member -> keep(shard.onConfirmed(GROUP, member.id(), member.epoch())));
            case 4 -> any(member -> keep(shard.onLeave(GROUP, member.id(), new MemberConnection(nextMember))));
            case 5 -> keep(shard.onTick(now));
            default -> restart();
        }
    }

    private void join(String memberId, String staticId) {
        var request = new JoinRequest(
                GROUP,
                memberId,
                staticId,
                ORIGIN,
                Subscription.toTopics(List.of(TOPIC.name())),
                new MemberId("m" + nextMember++));
        keep(shard.onJoin(request, new MemberConnection(nextMember), now));
    }

    private void any(java.util.function.Consumer<GroupMember> action) {
        List<GroupMember> members = members();
        if (!members.isEmpty()) {
            action.accept(members.get(random.nextInt(members.size())));
        }
    }

    private void confirmAll() {
        for (int round = 0; round < 20; round++) {
            members().forEach(member -> keep(shard.onConfirmed(GROUP, member.id(), member.epoch())));
        }
    }

    private void check(int step) {
        List<PartitionId> held = new ArrayList<>();
        for (GroupMember member : members()) {
            held.addAll(member.assigned().keySet());
            held.addAll(member.revoking());
        }
        assertThat(held)
                .as("seed %d step %d: one holder per partition", seed, step)
                .doesNotHaveDuplicates();
    }

    private List<GroupMember> members() {
        GroupDescription description = shard.describe(GROUP);
        return description == null ? List.of() : description.members();
    }

    private void restart() {
        shard = table.restore(now);
        keep(shard.onCatalog(List.of(TOPIC)));
    }

    private void keep(GroupDecision decision) {
        table.keep(decision);
    }
}

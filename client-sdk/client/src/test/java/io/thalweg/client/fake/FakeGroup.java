package io.thalweg.client.fake;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.MemberAssignment;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.MemberJoined;
import io.thalweg.proto.v1.OffsetCommit;
import io.thalweg.proto.v1.TopicPartitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One group, whatever its name: gives partitions out evenly, and to another member only after the first has confirmed. Guarded by itself. */
final class FakeGroup {
    private final FakeCluster cluster;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<Slot, OffsetCommit> offsets = new HashMap<>();
    private int nextMember = 1;

    FakeGroup(FakeCluster cluster) {
        this.cluster = cluster;
    }

    record Slot(String topic, int partition) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }

    static final class Member {
        private final String id;
        private final Set<String> topics;
        private StreamObserver<MemberEvent> out;
        private Set<Slot> told = new TreeSet<>();
        private Set<Slot> held = new TreeSet<>();
        private long epoch;

        Member(String id, Set<String> topics, StreamObserver<MemberEvent> out) {
            this.id = id;
            this.topics = topics;
            this.out = out;
        }
    }

    synchronized String join(String id, Set<String> topics, StreamObserver<MemberEvent> out) throws Refused {
        String memberId = id.isEmpty() ? "member-" + nextMember++ : id;
        Member member = members.get(memberId);
        if (member == null && !id.isEmpty()) {
            throw new Refused(ErrorReason.ERROR_REASON_UNKNOWN_MEMBER, id);
        }
        if (member == null) {
            member = new Member(memberId, topics, out);
            members.put(memberId, member);
        }
        member.out = out;
        out.onNext(MemberEvent.newBuilder()
                .setJoined(MemberJoined.newBuilder().setMemberId(memberId).setHeartbeatIntervalMillis(200))
                .build());
        member.told = new TreeSet<>(Set.of(new Slot("", -1)));
        assign();
        return memberId;
    }

    synchronized void confirm(String id, long epoch) {
        Member member = members.get(id);
        if (member != null && member.epoch == epoch) {
            member.held = new TreeSet<>(member.told);
            assign();
        }
    }

    synchronized void leave(String id) {
        members.remove(id);
        assign();
    }

    synchronized void breakStreams() {
        for (Member member : members.values()) {
            member.out.onError(FakeBroker.toFailure(
                    new Refused(ErrorReason.ERROR_REASON_NOT_COORDINATOR, "the coordinator moved by the test")));
        }
    }

    synchronized void evict() {
        List<Member> gone = new ArrayList<>(members.values());
        members.clear();
        for (Member member : gone) {
            member.out.onError(
                    FakeBroker.toFailure(new Refused(ErrorReason.ERROR_REASON_UNKNOWN_MEMBER, "evicted by the test")));
        }
    }

    private void assign() {
        List<Member> all = new ArrayList<>(members.values());
        Map<String, Set<Slot>> targets = new HashMap<>();
        all.forEach(member -> targets.put(member.id, new TreeSet<>()));
        int turn = 0;
        for (String topic : cluster.topicNames()) {
            for (int i = 0; i < cluster.describe(List.of(topic)).getTopics(0).getPartitionsCount(); i++) {
                List<Member> wanting = all.stream()
                        .filter(member -> member.topics.contains(topic))
                        .toList();
                if (!wanting.isEmpty()) {
                    targets.computeIfAbsent(wanting.get(turn++ % wanting.size()).id, id -> new TreeSet<>())
                            .add(new Slot(topic, i));
                }
            }
        }
        for (Member member : all) {
            Set<Slot> free = new TreeSet<>(targets.getOrDefault(member.id, Set.of()));
            for (Member other : all) {
                if (other != member) {
                    free.removeAll(other.held);
                    free.removeAll(other.told);
                }
            }
            if (!free.equals(member.told)) {
                tell(member, free);
            }
        }
    }

    private void tell(Member member, Set<Slot> owned) {
        member.told = new TreeSet<>(owned);
        member.epoch++;
        MemberAssignment.Builder assignment = MemberAssignment.newBuilder().setMemberEpoch(member.epoch);
        Map<String, TopicPartitions.Builder> byTopic = new HashMap<>();
        for (Slot slot : owned) {
            byTopic.computeIfAbsent(
                            slot.topic, topic -> TopicPartitions.newBuilder().setTopic(topic))
                    .addPartitions(slot.partition);
        }
        byTopic.values().forEach(assignment::addOwned);
        try {
            member.out.onNext(MemberEvent.newBuilder().setAssignment(assignment).build());
        } catch (RuntimeException e) {
            member.out.onError(Status.CANCELLED.asException());
        }
    }

    synchronized void commit(String memberId, long epoch, List<OffsetCommit> commits) throws Refused {
        Member member = members.get(memberId);
        if (member == null && !(memberId.isEmpty() && members.isEmpty())) {
            throw new Refused(ErrorReason.ERROR_REASON_UNKNOWN_MEMBER, memberId);
        }
        for (OffsetCommit commit : commits) {
            Slot slot = new Slot(nameOf(commit.getTopicId()), commit.getPartition());
            if (member != null
                    && (epoch > member.epoch || !(member.held.contains(slot) || member.told.contains(slot)))) {
                throw new Refused(ErrorReason.ERROR_REASON_FENCED_MEMBER, slot + " is not yours");
            }
            offsets.put(slot, commit);
        }
    }

    private String nameOf(ByteString id) throws Refused {
        return cluster.topic("", id).name();
    }

    synchronized List<OffsetCommit> committed(List<TopicPartitions> wanted) {
        Set<Slot> slots = new HashSet<>();
        wanted.forEach(topic ->
                topic.getPartitionsList().forEach(partition -> slots.add(new Slot(topic.getTopic(), partition))));
        return offsets.entrySet().stream()
                .filter(entry -> wanted.isEmpty() || slots.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    synchronized int memberCount() {
        return members.size();
    }
}

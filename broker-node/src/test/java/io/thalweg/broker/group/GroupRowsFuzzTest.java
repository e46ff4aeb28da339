package io.thalweg.broker.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;

/** Any bytes as a row of the coordinator's table. The first byte of an input is the length of the key. */
final class GroupRowsFuzzTest implements FuzzRules {

    private static final PartitionId PARTITION = new PartitionId(new TopicId(new UUID(5, 6)), 3);
    private static final GroupId GROUP = new GroupId("billing");
    private static final MemberId MEMBER = new MemberId("member-1");
    /** A row holds names, numbers and partitions; what one costs is a small multiple of its bytes. */
    private static final long PER_BYTE = 64;

    /** Reading a string makes room for the at most 65 535 bytes that its length announces before it has seen them. */
    private static final long MOST_ALLOCATED = 1 << 20;

    @Override
    public List<byte[]> seeds() {
        CommittedOffset offset = new CommittedOffset(41, 7, "by hand");
        SortedMap<PartitionId, Long> assigned = GroupMember.sorted(Map.of(PARTITION, 4L));
        Subscription subscription =
                new Subscription(new TreeSet<>(Set.of("orders", "bills")), "", GroupAssignor.UNIFORM_STICKY);
        GroupMember member = new GroupMember(
                MEMBER,
                "static",
                new MemberOrigin("client", "10.0.0.1", 10_000),
                subscription,
                4,
                assigned,
                new LinkedHashSet<>(Set.of(new PartitionId(PARTITION.topic(), 4))));
        return List.of(
                input(GroupRows.offsetKey(GROUP, PARTITION), GroupRows.encode(offset)),
                input(GroupRows.memberKey(GROUP, MEMBER), GroupRows.encode(member)));
    }

    private static byte[] input(byte[] key, byte[] value) {
        return ByteBuffer.allocate(1 + key.length + value.length)
                .put((byte) key.length)
                .put(key)
                .put(value)
                .array();
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        int split = 1 + Math.min(input[0] & 0xff, input.length - 1);
        byte[] key = Arrays.copyOfRange(input, 1, split);
        byte[] value = Arrays.copyOfRange(input, split, input.length);
        Again again = new Again();
        try {
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> {
                GroupRows.decode(key, value, again);
                return true;
            });
        } catch (IllegalArgumentException e) {
            return;
        }
        Again second = new Again();
        GroupRows.decode(again.key, again.value, second);
        assertThat(second.key).isEqualTo(again.key);
        assertThat(second.value).isEqualTo(again.value);
        assertThat(second.what).isEqualTo(again.what);
    }

    /** Keeps what was read, and how it is written. */
    private static final class Again implements GroupRows.Reader {
        private byte[] key = new byte[0];
        private byte[] value = new byte[0];
        private Object what = "";

        @Override
        public void member(GroupId group, GroupMember member) {
            key = GroupRows.memberKey(group, member.id());
            value = GroupRows.encode(member);
            what = List.of(group, member.toString());
        }

        @Override
        public void offset(GroupId group, PartitionId partition, CommittedOffset offset) {
            key = GroupRows.offsetKey(group, partition);
            value = GroupRows.encode(offset);
            what = List.of(group, partition, offset);
        }
    }
}

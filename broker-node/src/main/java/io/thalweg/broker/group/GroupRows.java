package io.thalweg.broker.group;

import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The coordinator's table as bytes. Key: kind (1 member, 2 offset), group, then member id or (topic id, partition).
 * Value: a version byte, then the fields in order. Strings are length-prefixed modified UTF-8, numbers big-endian.
 * docs/design/groups.md has the layout; a stored version is read for ever.
 */
final class GroupRows {
    private static final int MEMBER = 1;
    private static final int OFFSET = 2;
    private static final int VERSION = 1;

    private GroupRows() {}

    /** Receives a decoded row. */
    interface Reader {
        void member(GroupId group, GroupMember member);

        void offset(GroupId group, PartitionId partition, CommittedOffset offset);
    }

    private interface Fields {
        void writeTo(DataOutputStream out) throws IOException;
    }

    static byte[] memberKey(GroupId group, MemberId member) {
        return bytes(out -> {
            out.writeByte(MEMBER);
            out.writeUTF(group.value());
            out.writeUTF(member.value());
        });
    }

    static byte[] offsetKey(GroupId group, PartitionId partition) {
        return bytes(out -> {
            out.writeByte(OFFSET);
            out.writeUTF(group.value());
            write(out, partition);
        });
    }

    static byte[] encode(CommittedOffset offset) {
        return bytes(out -> {
            out.writeByte(VERSION);
            out.writeLong(offset.offset());
            out.writeLong(offset.leaderEpoch());
            out.writeUTF(offset.metadata());
        });
    }

    static byte[] encode(GroupMember member) {
        return bytes(out -> {
            out.writeByte(VERSION);
            out.writeUTF(member.staticId());
            out.writeUTF(member.origin().clientId());
            out.writeUTF(member.origin().host());
            out.writeInt(member.origin().sessionTimeoutMillis());
            writeSubscription(out, member.subscription());
            out.writeLong(member.epoch());
            out.writeInt(member.assigned().size());
            for (Map.Entry<PartitionId, Long> entry : member.assigned().entrySet()) {
                write(out, entry.getKey());
                out.writeLong(entry.getValue());
            }
            out.writeInt(member.revoking().size());
            for (PartitionId partition : member.revoking()) {
                write(out, partition);
            }
        });
    }

    /** @throws IllegalArgumentException if the bytes are not a row of a known kind and version */
    static void decode(byte[] key, byte[] value, Reader reader) {
        try (var keyIn = new DataInputStream(new ByteArrayInputStream(key));
                var valueIn = new DataInputStream(new ByteArrayInputStream(value))) {
            int kind = keyIn.readUnsignedByte();
            GroupId group = new GroupId(keyIn.readUTF());
            int version = valueIn.readUnsignedByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("group row version " + version + " is not known");
            }
            switch (kind) {
                case MEMBER -> reader.member(group, readMember(new MemberId(keyIn.readUTF()), valueIn));
                case OFFSET -> reader.offset(group, readPartition(keyIn), readOffset(valueIn));
                default -> throw new IllegalArgumentException("group row kind " + kind + " is not known");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a group row ends too early", e);
        }
    }

    private static CommittedOffset readOffset(DataInputStream in) throws IOException {
        return new CommittedOffset(in.readLong(), in.readLong(), in.readUTF());
    }

    private static GroupMember readMember(MemberId id, DataInputStream in) throws IOException {
        String staticId = in.readUTF();
        MemberOrigin origin = new MemberOrigin(in.readUTF(), in.readUTF(), in.readInt());
        Subscription subscription = readSubscription(in);
        long epoch = in.readLong();
        SortedMap<PartitionId, Long> assigned = GroupMember.sorted(Map.of());
        for (int left = in.readInt(); left > 0; left--) {
            assigned.put(readPartition(in), in.readLong());
        }
        Set<PartitionId> revoking = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            revoking.add(readPartition(in));
        }
        return new GroupMember(id, staticId, origin, subscription, epoch, assigned, revoking);
    }

    private static void writeSubscription(DataOutputStream out, Subscription subscription) throws IOException {
        out.writeByte(subscription.assignor().number());
        out.writeUTF(subscription.pattern());
        out.writeInt(subscription.topics().size());
        for (String topic : subscription.topics()) {
            out.writeUTF(topic);
        }
    }

    private static Subscription readSubscription(DataInputStream in) throws IOException {
        GroupAssignor assignor = GroupAssignor.ofNumber(in.readUnsignedByte());
        String pattern = in.readUTF();
        TreeSet<String> topics = new TreeSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            topics.add(in.readUTF());
        }
        return new Subscription(topics, pattern, assignor);
    }

    private static void write(DataOutputStream out, PartitionId partition) throws IOException {
        out.writeLong(partition.topic().value().getMostSignificantBits());
        out.writeLong(partition.topic().value().getLeastSignificantBits());
        out.writeInt(partition.index());
    }

    private static PartitionId readPartition(DataInputStream in) throws IOException {
        return new PartitionId(new TopicId(new UUID(in.readLong(), in.readLong())), in.readInt());
    }

    private static byte[] bytes(Fields fields) {
        var buffer = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(buffer)) {
            fields.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }
}

package io.thalweg.broker.rpc.group;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.proto.v1.CommitOffsetsRequest;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.OffsetCommit;
import java.nio.ByteBuffer;
import java.util.List;

/** Any bytes as what members of a group send. The first byte of an input says what: 0 a join, 1 a commit. */
final class GroupMessagesFuzzTest implements FuzzRules {

    private static final MemberId NEW_MEMBER = new MemberId("new-member");
    private static final long MOST_ALLOCATED = 4 << 20;
    private static final long PER_BYTE = 512;

    @Override
    public List<byte[]> seeds() {
        JoinGroup.Builder join = JoinGroup.newBuilder()
                .setGroup("billing")
                .setStaticId("host-1")
                .setClientId("app")
                .setSessionTimeoutMillis(9_000);
        OffsetCommit offset = OffsetCommit.newBuilder()
                .setTopicId(ByteString.copyFrom(new byte[16]))
                .setPartition(3)
                .setOffset(17)
                .setLeaderEpoch(4)
                .setMetadata("by hand")
                .build();
        return List.of(
                prefixed(0, join.clone().addTopics("a").addTopics("b").build().toByteArray()),
                prefixed(
                        0,
                        join.clone()
                                .setTopicPattern("orders-[0-9]{1,3}")
                                .build()
                                .toByteArray()),
                prefixed(
                        0,
                        join.clone()
                                .setTopicPattern("((((a{100}){100}){100}){100})")
                                .build()
                                .toByteArray()),
                prefixed(
                        1,
                        CommitOffsetsRequest.newBuilder()
                                .setGroup("billing")
                                .addOffsets(offset)
                                .build()
                                .toByteArray()));
    }

    private static byte[] prefixed(int what, byte[] message) {
        return ByteBuffer.allocate(1 + message.length)
                .put((byte) what)
                .put(message)
                .array();
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        ByteString bytes = ByteString.copyFrom(input, 1, input.length - 1);
        try {
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> {
                if ((input[0] & 1) == 0) {
                    join(JoinGroup.parseFrom(bytes));
                } else {
                    commit(CommitOffsetsRequest.parseFrom(bytes));
                }
                return true;
            });
        } catch (InvalidProtocolBufferException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (RejectedException e) {
            assertThat(e.failure().message()).isNotEmpty();
        }
    }

    private static void join(JoinGroup message) throws RejectedException {
        JoinRequest request = GroupMessages.join(message, "10.0.0.1", NEW_MEMBER);
        assertThat(request.group()).isEqualTo(new GroupId(message.getGroup()));
    }

    private static void commit(CommitOffsetsRequest message) throws RejectedException {
        GroupMessages.group(message.getGroup());
        assertThat(GroupMessages.commits(GroupMessages.offsets(message.getOffsetsList())))
                .hasSizeLessThanOrEqualTo(message.getOffsetsCount());
    }
}

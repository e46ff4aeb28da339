package io.thalweg.broker.rpc.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.group.GroupId;
import io.thalweg.broker.group.JoinRequest;
import io.thalweg.broker.group.MemberConnection;
import io.thalweg.broker.group.MemberId;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.ScriptedClient;
import io.thalweg.broker.runtime.group.GroupAccess;
import io.thalweg.broker.runtime.group.GroupListener;
import io.thalweg.broker.runtime.group.GroupRefusal;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.JoinGroup;
import io.thalweg.proto.v1.LeaveGroup;
import io.thalweg.proto.v1.MemberAssignment;
import io.thalweg.proto.v1.MemberCommand;
import io.thalweg.proto.v1.MemberEvent;
import io.thalweg.proto.v1.MemberHeartbeat;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One member's stream between a member that sends what it likes and a group that commits when the test says so. */
class MembershipStreamTest {
    private static final MemberConnection CONNECTION = new MemberConnection(9);
    private static final GroupRefusal MOVED =
            new GroupRefusal.NotCoordinator(new PartitionId(new TopicId(new UUID(1, 2)), 3));

    private final List<String> asked = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private @Nullable GroupListener<Boolean> leave;
    private final Client client = new Client();
    private final MembershipStream stream = new MembershipStream(groups(), new Context(), CONNECTION, client);

    @Test
    void shouldEndTheStreamOnlyWhenTheGroupHasLetTheMemberGo() {
        // given
        join();
        stream.joined(new MemberId("new-one"), 1_000);

        // when: it leaves and closes its side
        send(MemberCommand.newBuilder().setLeave(LeaveGroup.getDefaultInstance()));
        stream.onCompleted();

        // then
        assertThat(asked).containsExactly("join", "leave new-one");
        assertThat(heard).containsExactly("JOINED");
        Objects.requireNonNull(leave).done(true);
        assertThat(heard).containsExactly("JOINED", "completed");
    }

    @Test
    void shouldLetAMemberLeaveBeforeItHeardThatItJoined() {
        // when
        join();
        send(MemberCommand.newBuilder().setLeave(LeaveGroup.getDefaultInstance()));

        // then
        assertThat(asked).containsExactly("join", "leave new-one");
    }

    @Test
    void shouldSayWhyAMemberCouldNotLeave() {
        // given
        join();
        send(MemberCommand.newBuilder().setLeave(LeaveGroup.getDefaultInstance()));

        // when
        Objects.requireNonNull(leave).refused(MOVED);

        // then
        assertThat(heard).containsExactly("failed");
    }

    @Test
    void shouldStartTheSessionTimerWhenTheStreamEndsWithoutALeave() {
        // given
        join();

        // when
        stream.onCompleted();

        // then
        assertThat(asked).containsExactly("join", "disconnected new-one");
        assertThat(heard).containsExactly("completed");
    }

    @Test
    void shouldRefuseAStreamThatDoesNotBeginWithItsJoin() {
        // when
        send(MemberCommand.newBuilder().setHeartbeat(MemberHeartbeat.getDefaultInstance()));

        // then
        assertThat(asked).isEmpty();
        assertThat(heard).containsExactly("failed");
    }

    @Test
    void shouldAnswerNoHeartbeatOfAMemberThatDoesNotRead() {
        // given
        join();
        stream.joined(new MemberId("new-one"), 1_000);
        client.ready = false;

        // when
        send(MemberCommand.newBuilder().setHeartbeat(MemberHeartbeat.getDefaultInstance()));

        // then: the group heard it all the same
        assertThat(asked).containsExactly("join", "heartbeat new-one");
        assertThat(heard).containsExactly("JOINED");
    }

    @Test
    void shouldKeepOnlyTheNewestAssignmentForAMemberThatDoesNotRead() {
        // given
        join();
        stream.joined(new MemberId("new-one"), 1_000);
        client.ready = false;

        // when
        stream.assigned(1, List.of());
        stream.assigned(2, List.of());

        // then
        assertThat(heard).containsExactly("JOINED");
        client.read();
        assertThat(heard).containsExactly("JOINED", "ASSIGNMENT 2");
    }

    private void join() {
        send(MemberCommand.newBuilder()
                .setJoin(JoinGroup.newBuilder().setGroup("billing").addTopics("orders")));
    }

    private void send(MemberCommand.Builder command) {
        stream.onNext(command.build());
    }

    /** Writes down what it is asked, and keeps the listener of a leave. */
    private GroupAccess groups() {
        return (GroupAccess) Proxy.newProxyInstance(
                GroupAccess.class.getClassLoader(), new Class<?>[] {GroupAccess.class}, (proxy, method, arguments) -> {
                    String name = method.getName();
                    asked.add(name.equals("join") ? name : name + " " + arguments[1]);
                    if (name.equals("leave")) {
                        @SuppressWarnings("unchecked")
                        var listener = (GroupListener<Boolean>) arguments[3];
                        leave = listener;
                    }
                    return null;
                });
    }

    private static final class Context implements MembershipStream.Context {
        @Override
        public JoinRequest request(JoinGroup join) throws RejectedException {
            return GroupMessages.join(join, "127.0.0.1", new MemberId("new-one"));
        }

        @Override
        public MemberAssignment assignment(long memberEpoch, List<PartitionId> partitions) {
            return MemberAssignment.newBuilder().setMemberEpoch(memberEpoch).build();
        }

        @Override
        public Failure failure(GroupRefusal refusal) {
            return Failure.of(ErrorReason.ERROR_REASON_NOT_COORDINATOR, new GroupId("billing") + " moved");
        }
    }

    private final class Client extends ScriptedClient<MemberEvent> {
        @Override
        public void onNext(MemberEvent event) {
            String epoch = event.hasAssignment() ? " " + event.getAssignment().getMemberEpoch() : "";
            MembershipStreamTest.this.heard.add(event.getEventCase().name() + epoch);
        }

        @Override
        public void onError(Throwable problem) {
            MembershipStreamTest.this.heard.add("failed");
        }

        @Override
        public void onCompleted() {
            MembershipStreamTest.this.heard.add("completed");
        }
    }
}

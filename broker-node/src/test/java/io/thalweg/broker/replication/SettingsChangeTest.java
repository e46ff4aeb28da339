package io.thalweg.broker.replication;

import static io.thalweg.broker.replication.ReplicaBench.holder;
import static io.thalweg.broker.replication.ReplicaBench.only;
import static io.thalweg.broker.replication.ReplicaBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.action.Rejection;
import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A leader whose topic gets other settings while it leads. */
final class SettingsChangeTest {
    private static final LeaderEpoch EPOCH = new LeaderEpoch(30);

    private final ReplicaBench bench = new ReplicaBench();

    @Test
    void shouldCommitNothingOnASetThatHasBecomeTooSmall() {
        // given
        bench.holders(1, 2);
        bench.view(1, 30);
        follow(2);
        bench.append();
        bench.store();
        feed(2);

        // when
        bench.settings(3, true);
        bench.view(1, 30);
        List<ReplicaAction> acked = ack(2, 2);
        List<ReplicaAction> refused = bench.append();
        bench.settings(2, true);
        List<ReplicaAction> lowered = bench.view(1, 30);

        // then
        assertThat(only(ReplicaAction.CompleteAppend.class, acked)).isEmpty();
        assertThat(only(ReplicaAction.RejectAppend.class, refused))
                .singleElement()
                .satisfies(
                        rejected -> assertThat(rejected.rejection()).isEqualTo(new Rejection.NotEnoughReplicas(3, 2)));
        assertThat(only(ReplicaAction.CompleteAppend.class, lowered)).hasSize(1);
    }

    @Test
    void shouldKeepWhatIsCommittedWhenTheSetHasBecomeTooSmall() {
        // given
        bench.holders(1, 2);
        bench.view(1, 30);
        follow(2);
        bench.append();
        bench.store();
        feed(2);
        ack(2, 2);

        // when
        bench.settings(3, true);
        bench.view(1, 30);

        // then
        assertThat(bench.replica.positions().highWatermark()).isEqualTo(2);
    }

    @Test
    void shouldCommitOnASmallerSetOnlyOnceTheMetadataHasIt() {
        // given
        bench.settings(3, true);
        bench.view(1, 30);
        follow(2);
        bench.append();
        bench.store();
        feed(2);
        ack(2, 2);
        bench.status(3, false, false);

        // when
        bench.settings(2, true);
        List<ReplicaAction> lowered = bench.view(1, 30);
        bench.holders(1, 2);
        List<ReplicaAction> shrunk = bench.view(1, 30);

        // then
        assertThat(only(ReplicaAction.ProposeHolders.class, lowered))
                .singleElement()
                .satisfies(action -> assertThat(action.proposal().holders()).containsExactly(holder(1), holder(2)));
        assertThat(only(ReplicaAction.CompleteAppend.class, lowered)).isEmpty();
        assertThat(only(ReplicaAction.CompleteAppend.class, shrunk)).hasSize(1);
    }

    @Test
    void shouldCountNoUnsyncedRecordOfItsOwnBeforeItsFlagIsDurable() {
        // given
        bench.holders(1, 2);
        bench.view(1, 30);
        bench.store();
        follow(2);
        feed(2);
        ack(2, 1);

        // when
        bench.settings(2, false);
        bench.view(1, 30);
        List<ReplicaAction> appended = bench.append();
        bench.write();
        feed(2);
        List<ReplicaAction> acked = ack(2, 2);
        List<ReplicaAction> synced = bench.sync();

        // then
        assertThat(only(ReplicaAction.MarkUnsyncedAcks.class, appended))
                .containsExactly(new ReplicaAction.MarkUnsyncedAcks(true));
        assertThat(only(ReplicaAction.CompleteAppend.class, acked)).isEmpty();
        assertThat(only(ReplicaAction.CompleteAppend.class, synced)).hasSize(1);
    }

    @Test
    void shouldDropItsFlagWhenTheModeBecomesFsyncAndEverythingIsSynced() {
        // given
        bench.settings(2, false);
        bench.view(1, 30);
        bench.append();
        bench.store();

        // when
        bench.settings(2, true);
        List<ReplicaAction> fsync = bench.view(1, 30);

        // then
        assertThat(only(ReplicaAction.MarkUnsyncedAcks.class, fsync))
                .containsExactly(new ReplicaAction.MarkUnsyncedAcks(false));
    }

    @Test
    void shouldKeepItsFlagWhenTheModeBecomesFsyncUntilEverythingIsSynced() {
        // given
        bench.settings(2, false);
        bench.view(1, 30);
        bench.store();
        bench.append();
        bench.write();

        // when
        bench.settings(2, true);
        List<ReplicaAction> fsync = bench.view(1, 30);
        List<ReplicaAction> synced = bench.sync();

        // then
        assertThat(only(ReplicaAction.MarkUnsyncedAcks.class, fsync)).isEmpty();
        assertThat(only(ReplicaAction.MarkUnsyncedAcks.class, synced))
                .containsExactly(new ReplicaAction.MarkUnsyncedAcks(false));
    }

    private void follow(int broker) {
        bench.replica.onFollowerMessage(stream(broker), new FollowerMessage.Follow(EPOCH, 0, 0, 0, 0, 0, 0, 0, 1));
    }

    private void feed(int broker) {
        for (long offset = 0; offset < bench.replica.positions().logEnd(); offset++) {
            bench.replica.onFeedRead(stream(broker), EPOCH, offset, List.of(ReplicaBench.stamped(offset, 30)));
        }
    }

    private List<ReplicaAction> ack(int broker, long end) {
        return bench.replica.onFollowerMessage(
                stream(broker), new FollowerMessage.Ack(EPOCH, end, end, FollowerMessage.Ack.NO_CHAIN));
    }
}

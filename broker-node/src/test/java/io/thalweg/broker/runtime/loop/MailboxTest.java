package io.thalweg.broker.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MailboxTest {
    private final List<LoopTask> drained = new ArrayList<>();

    @Test
    void shouldRefuseTasksOfClientsWhenFullAndTakeInternalOnes() throws InterruptedException {
        // given
        Mailbox mailbox = new Mailbox(2, 1_000);
        mailbox.offer(task(1));
        mailbox.offer(task(1));

        // when
        boolean offered = mailbox.offer(task(1));
        boolean posted = mailbox.post(task(1));

        // then
        assertThat(offered).isFalse();
        assertThat(posted).isTrue();
        mailbox.drain(drained, 10, 1_000, 0);
        assertThat(drained).hasSize(3);
    }

    @Test
    void shouldRefuseWhatDoesNotFitButTakeOneLargeTaskIntoAnEmptyMailbox() {
        // given
        Mailbox mailbox = new Mailbox(10, 100);

        // when
        boolean large = mailbox.offer(task(500));
        boolean next = mailbox.offer(task(1));

        // then
        assertThat(large).isTrue();
        assertThat(next).isFalse();
    }

    @Test
    void shouldDrainInOrderUpToTheBytesOfATurn() throws InterruptedException {
        // given
        Mailbox mailbox = new Mailbox(10, 1_000);
        LoopTask first = task(60);
        LoopTask second = task(60);
        mailbox.offer(first);
        mailbox.offer(second);

        // when
        int left = mailbox.drain(drained, 10, 100, 0);

        // then
        assertThat(drained).containsExactly(first);
        assertThat(left).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingOnceClosed() {
        // given
        Mailbox mailbox = new Mailbox(10, 1_000);

        // when
        mailbox.close();

        // then
        assertThat(mailbox.offer(task(0))).isFalse();
        assertThat(mailbox.post(task(0))).isFalse();
    }

    @Test
    void shouldTakeTasksOfTheBulkLaneAfterAllOthersButNotNever() throws InterruptedException {
        // given
        Mailbox mailbox = new Mailbox(10, 1_000);
        LoopTask bulk = task(Mailbox.BULK_BYTES, true);
        LoopTask laterBulk = task(Mailbox.BULK_BYTES, true);
        mailbox.post(bulk);
        mailbox.post(laterBulk);
        LoopTask first = task(60);
        LoopTask second = task(60);
        mailbox.offer(first);
        mailbox.offer(second);

        // when
        int left = mailbox.drain(drained, 1, 100, 0);

        // then
        assertThat(drained).containsExactly(first, bulk);
        assertThat(left).isEqualTo(2);
    }

    @Test
    void shouldNotRefuseClientsBecauseOfTheBulkLane() {
        Mailbox mailbox = new Mailbox(10, 100);
        mailbox.post(task(1_000, true));

        assertThat(mailbox.offer(task(60))).isTrue();
    }

    private static LoopTask task(long bytes) {
        return task(bytes, false);
    }

    private static LoopTask task(long bytes, boolean bulk) {
        return new LoopTask() {
            @Override
            public void run(Turn turn) {}

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public boolean bulk() {
                return bulk;
            }
        };
    }
}

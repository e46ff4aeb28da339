package io.thalweg.broker.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.ControlRecords;
import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ProducerTableTest {
    private static final BatchSeed SEED = new BatchSeed(1, 2, 0);
    private static final long PRODUCER = 7;

    private final ProducerTable table = new ProducerTable();
    private long logEnd;

    @Test
    void shouldAskAnUnknownProducerToBeginAtZero() {
        assertThat(table.check(batch(0, 4, 2))).isEqualTo(new ProducerCheck.OutOfOrder(0, 4));
        assertThat(table.check(batch(0, 0, 2))).isInstanceOf(ProducerCheck.Next.class);
    }

    @Test
    void shouldRecogniseARepetitionBeforeAndAfterItsCommit() {
        append(0, 0, 2);
        append(0, 2, 3);

        assertThat(originalOffset(table.check(batch(0, 2, 3)))).isEqualTo(2);
        table.committed(5);
        assertThat(originalOffset(table.check(batch(0, 0, 2)))).isZero();
    }

    @Test
    void shouldRememberTheLastBatchesAndKnowThatOlderOnesWereAppended() {
        int count = ProducerState.REMEMBERED + 2;
        for (int sequence = 0; sequence < count; sequence++) {
            append(0, sequence, 1);
        }
        table.committed(count);

        assertThat(table.check(batch(0, 2, 1))).isInstanceOf(ProducerCheck.Duplicate.class);
        assertThat(table.check(batch(0, 1, 1))).isInstanceOf(ProducerCheck.OldDuplicate.class);
    }

    @Test
    void shouldRefuseAGapAndADifferentCut() {
        append(0, 0, 4);

        assertThat(table.check(batch(0, 5, 1))).isEqualTo(new ProducerCheck.OutOfOrder(4, 5));
        assertThat(table.check(batch(0, 2, 4))).isEqualTo(new ProducerCheck.OutOfOrder(4, 2));
    }

    @Test
    void shouldFenceAnOlderEpochAndLetANewerOneBeginAtZero() {
        append(1, 0, 2);

        assertThat(table.check(batch(0, 2, 1))).isEqualTo(new ProducerCheck.Fenced(1));
        assertThat(table.check(batch(2, 3, 1))).isEqualTo(new ProducerCheck.OutOfOrder(0, 3));
        assertThat(table.check(batch(2, 0, 1))).isInstanceOf(ProducerCheck.Next.class);
    }

    @Test
    void shouldForgetWhatATruncationCut() {
        append(0, 0, 2);
        append(0, 2, 2);

        table.truncated(2);

        assertThat(table.check(batch(0, 2, 3))).isInstanceOf(ProducerCheck.Next.class);
        assertThat(originalOffset(table.check(batch(0, 0, 2)))).isZero();
    }

    @Test
    void shouldBeTheSameAfterStoringAndLoadingItsRows() {
        append(0, 0, 2);
        append(0, 2, 2);
        table.committed(4);
        ProducerTable loaded = new ProducerTable();

        for (ProducerRow row : table.takeDirtyRows()) {
            loaded.load(row.key(), Objects.requireNonNull(row.value()));
        }

        assertThat(loaded.check(batch(0, 2, 2))).isEqualTo(table.check(batch(0, 2, 2)));
        assertThat(loaded.check(batch(0, 4, 1))).isInstanceOf(ProducerCheck.Next.class);
        assertThat(table.takeDirtyRows()).isEmpty();
    }

    @Test
    void shouldSkipBatchesThatAnAdoptedRowAlreadyContains() {
        append(0, 0, 2);
        append(0, 2, 2);
        table.committed(4);
        ProducerTable follower = new ProducerTable();
        table.rows(ProducerRows.FIRST, Integer.MAX_VALUE).rows().forEach(follower::adopt);

        follower.appended(stamped(batch(0, 0, 2), 0));
        follower.committed(2);

        assertThat(follower.check(batch(0, 4, 1))).isInstanceOf(ProducerCheck.Next.class);
    }

    @Test
    void shouldExpireProducersAtTheCommittedControlRecord() {
        append(0, 0, 2);
        table.committed(2);
        RecordBatch expiry = ControlRecords.producerExpiry(SEED, new ControlRecords.ProducerExpiry(Long.MAX_VALUE), 0);

        table.appended(stamped(expiry, 2));
        assertThat(table.check(batch(0, 2, 1))).isInstanceOf(ProducerCheck.Next.class);
        table.takeDirtyRows();
        table.committed(3);

        assertThat(table.check(batch(0, 2, 1))).isEqualTo(new ProducerCheck.OutOfOrder(0, 2));
        List<ProducerRow> removed = new ArrayList<>(table.takeDirtyRows());
        assertThat(removed).hasSize(1);
        assertThat(removed.get(0).value()).isNull();
    }

    /** Most partitions have no producer, and the table makes no maps then. */
    @Test
    void shouldDoEverythingWithoutAProducerToo() {
        // given
        RecordBatch expiry = ControlRecords.producerExpiry(SEED, new ControlRecords.ProducerExpiry(Long.MAX_VALUE), 0);

        // when
        table.appended(stamped(expiry, 0));
        table.truncated(0);
        table.appended(stamped(expiry, 0));
        table.committed(1);
        table.dropAbove(0);
        table.replace(List.of());
        table.clear();

        // then
        assertThat(table.isAbove(0)).isFalse();
        assertThat(table.hasOlderThan(Long.MAX_VALUE)).isFalse();
        assertThat(table.newestAppendMillis()).isZero();
        assertThat(table.rows(0, 1_000).rows()).isEmpty();
        assertThat(table.takeDirtyRows()).isEmpty();
        append(0, 0, 2);
        table.committed(2);
        assertThat(table.takeDirtyRows()).hasSize(1);
        assertThat(new ProducerTable().check(batch(0, 1, 1)))
                .as("tables share nothing")
                .isEqualTo(new ProducerCheck.OutOfOrder(0, 1));
    }

    private static long originalOffset(ProducerCheck check) {
        return ((ProducerCheck.Duplicate) check).original().baseOffset();
    }

    private void append(int epoch, long sequence, int records) {
        RecordBatch batch = stamped(batch(epoch, sequence, records), logEnd);
        table.appended(batch);
        logEnd = batch.nextOffset();
    }

    private static RecordBatch stamped(RecordBatch batch, long offset) {
        batch.stamp(offset, 3, 1_000);
        return batch;
    }

    private static RecordBatch batch(int epoch, long sequence, int records) {
        BatchBuilder builder = new BatchBuilder(SEED).producer(PRODUCER, epoch, sequence);
        for (int i = 0; i < records; i++) {
            builder.add(new byte[0], new byte[] {1}, 0);
        }
        return builder.build();
    }
}

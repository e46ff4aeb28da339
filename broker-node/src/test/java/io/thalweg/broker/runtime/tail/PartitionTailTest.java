package io.thalweg.broker.runtime.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.BatchBuilder;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.RecordBatch;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PartitionTailTest {
    private static final BatchSeed SEED = new BatchSeed(1, 2, 3);
    private static final int LENGTH = batch(0).length();

    @Test
    void shouldServeWholeBatchesFromTheOneThatHoldsTheOffset() {
        // given
        PartitionTail tail = filled(new TailCache(100L * LENGTH, 100L * LENGTH), 10);

        // when
        TailSlice slice = Objects.requireNonNull(tail.read(5, 16, Integer.MAX_VALUE));

        // then
        assertThat(slice.batches()).hasSize(6);
        assertThat(RecordBatch.wrap(slice.batches().get(0)).baseOffset()).isEqualTo(4);
        assertThat(slice.nextOffset()).isEqualTo(16);
    }

    @Test
    void shouldServeAtLeastOneBatchHoweverSmallTheBound() {
        // given
        PartitionTail tail = filled(new TailCache(100L * LENGTH, 100L * LENGTH), 10);

        // when
        TailSlice slice = Objects.requireNonNull(tail.read(0, 20, 1));

        // then
        assertThat(slice.batches()).hasSize(1);
    }

    @Test
    void shouldNotServeABatchThatReachesAboveTheEnd() {
        // given
        PartitionTail tail = filled(new TailCache(100L * LENGTH, 100L * LENGTH), 10);

        // when
        TailSlice slice = Objects.requireNonNull(tail.read(0, 5, Integer.MAX_VALUE));

        // then
        assertThat(slice.nextOffset()).isEqualTo(4);
    }

    @Test
    void shouldForgetTheOldestWhenThePartitionHasItsShare() {
        // given
        TailCache cache = new TailCache(3L * LENGTH, 100L * LENGTH);

        // when
        PartitionTail tail = filled(cache, 10);

        // then
        assertThat(tail.read(12, 20, Integer.MAX_VALUE)).isNull();
        assertThat(tail.read(14, 20, Integer.MAX_VALUE)).isNotNull();
        assertThat(cache.bytes()).isEqualTo(3L * LENGTH);
    }

    @Test
    void shouldForgetTheOldestOfAllPartitionsWhenTheBoundIsReached() {
        // given
        TailCache cache = new TailCache(4L * LENGTH, 5L * LENGTH);
        PartitionTail quiet = filled(cache, 4);

        // when
        PartitionTail busy = filled(cache, 4);

        // then
        assertThat(cache.bytes()).isEqualTo(5L * LENGTH);
        assertThat(quiet.read(4, 8, Integer.MAX_VALUE)).isNull();
        assertThat(quiet.read(6, 8, Integer.MAX_VALUE)).isNotNull();
        assertThat(busy.read(0, 8, Integer.MAX_VALUE)).isNotNull();
    }

    @Test
    void shouldKeepNothingBehindTheOldBatchOfAQuietPartition() {
        // given
        TailCache cache = new TailCache(3L * LENGTH, 100L * LENGTH);
        PartitionTail quiet = filled(cache, 1);

        // when
        PartitionTail busy = filled(cache, 1_000);

        // then
        assertThat(cache.batches()).isEqualTo(4);
        assertThat(cache.bytes()).isEqualTo(4L * LENGTH);
        assertThat(quiet.read(0, 2, Integer.MAX_VALUE)).isNotNull();
        assertThat(busy.read(1_994, 2_000, Integer.MAX_VALUE)).isNotNull();
    }

    @Test
    void shouldForgetWhatWasTruncatedAndServeWhatCameInstead() {
        // given
        TailCache cache = new TailCache(100L * LENGTH, 100L * LENGTH);
        PartitionTail tail = filled(cache, 5);

        // when
        tail.truncate(6);
        RecordBatch instead = batch(6);
        tail.append(instead);

        // then
        TailSlice slice = Objects.requireNonNull(tail.read(4, 8, Integer.MAX_VALUE));
        assertThat(slice.batches()).hasSize(2);
        assertThat(slice.batches().get(1).array()).isSameAs(instead.bytes().array());
        assertThat(cache.bytes()).isEqualTo(4L * LENGTH);
    }

    @Test
    void shouldHoldNothingFromBeforeAGap() {
        // given
        PartitionTail tail = filled(new TailCache(100L * LENGTH, 100L * LENGTH), 2);

        // when
        tail.append(batch(10));

        // then
        assertThat(tail.read(0, 20, Integer.MAX_VALUE)).isNull();
        assertThat(tail.read(10, 20, Integer.MAX_VALUE)).isNotNull();
    }

    @Test
    void shouldKeepOnlyAFollowersShareUntilItLeadsAndAfterwards() {
        // given
        TailCache cache = new TailCache(2L * TailCache.FOLLOWER_SHARE * LENGTH, 1_000L * LENGTH);
        PartitionTail tail = cache.open();

        // when, then
        append(tail, 0, 10);
        assertThat(cache.bytes()).isEqualTo(2L * LENGTH);
        tail.leads(true);
        append(tail, 10, 10);
        assertThat(cache.bytes()).isEqualTo(12L * LENGTH);
        assertThat(tail.read(16, 40, Integer.MAX_VALUE)).isNotNull();
        tail.leads(false);
        assertThat(cache.bytes()).isEqualTo(2L * LENGTH);
        assertThat(tail.read(16, 40, Integer.MAX_VALUE)).isNull();
        assertThat(tail.read(36, 40, Integer.MAX_VALUE)).isNotNull();
    }

    private static PartitionTail filled(TailCache cache, int batches) {
        PartitionTail tail = cache.open();
        tail.leads(true);
        append(tail, 0, batches);
        return tail;
    }

    private static void append(PartitionTail tail, int first, int batches) {
        for (int i = first; i < first + batches; i++) {
            tail.append(batch(2L * i));
        }
    }

    /** Two records at an offset. */
    private static RecordBatch batch(long baseOffset) {
        BatchBuilder builder = new BatchBuilder(SEED);
        builder.add(new byte[0], new byte[100], 1_000);
        builder.add(new byte[0], new byte[100], 1_000);
        RecordBatch batch = builder.build();
        batch.stamp(baseOffset, 5, 2_000);
        return batch;
    }
}

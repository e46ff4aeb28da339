package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.Headers;
import io.thalweg.client.internal.batching.BatchSeed;
import io.thalweg.client.internal.batching.Codec;
import io.thalweg.client.internal.batching.RawRecord;
import io.thalweg.client.internal.runtime.port.ProducerIdentity;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of sequences and retries. */
final class OutstandingTest {
    private static final BatchSeed SEED = new BatchSeed(new UUID(0, 1), 0);

    private final Outstanding outstanding = new Outstanding(true);
    private long correlation;

    @BeforeEach
    void identify() {
        outstanding.identify(new ProducerIdentity(7, 0));
    }

    private ProducerBatch sent(int records) {
        ProducerBatch batch = new ProducerBatch(10_000, 0);
        for (int i = 0; i < records; i++) {
            batch.append(new RawRecord(null, new byte[3], Headers.empty(), 1), new CompletableFuture<>());
        }
        reseal(batch);
        outstanding.add(batch);
        batch.sent(correlation++);
        return batch;
    }

    private void reseal(ProducerBatch batch) {
        batch.seal(Codec.NONE, SEED, outstanding.stamp(batch.count()));
    }

    @Test
    void shouldNumberRecordsOneByOne() {
        assertThat(sent(3).stamp().baseSequence()).isZero();
        assertThat(sent(2).stamp().baseSequence()).isEqualTo(3);
    }

    @Test
    void shouldKeepAMebibyteOnTheWayAtMostButForTwoBatches() {
        int half = (int) Outstanding.MAX_BYTES_IN_FLIGHT / 2;
        int twice = 2 * (int) Outstanding.MAX_BYTES_IN_FLIGHT;

        sentOf(half, Codec.NONE);
        assertThat(outstanding.hasRoom()).isTrue();
        ProducerBatch large = sentOf(twice, Codec.NONE);
        assertThat(outstanding.hasRoom()).isFalse();

        large.unsent(false);
        outstanding.succeeded(large);
        assertThat(outstanding.hasRoom()).isTrue();
    }

    @Test
    void shouldCountWhatCompressionLeaves() {
        int twice = 2 * (int) Outstanding.MAX_BYTES_IN_FLIGHT;

        sentOf(twice, Codec.LZ4);
        sentOf(twice, Codec.LZ4);
        assertThat(outstanding.hasRoom()).isTrue();
    }

    private ProducerBatch sentOf(int bytes, Codec codec) {
        ProducerBatch batch = new ProducerBatch(bytes, 0);
        batch.append(new RawRecord(null, new byte[bytes], Headers.empty(), 1), new CompletableFuture<>());
        batch.seal(codec, SEED, outstanding.stamp(batch.count()));
        outstanding.add(batch);
        batch.sent(correlation++);
        return batch;
    }

    @Test
    void shouldKeepSixteenBatchesOnTheWayAtMost() {
        for (int i = 0; i < Outstanding.MAX_IN_FLIGHT; i++) {
            assertThat(outstanding.hasRoom()).isTrue();
            sent(1);
        }

        assertThat(outstanding.hasRoom()).isFalse();
    }

    @Test
    void shouldSendNothingNewAfterAFailureUntilAllWasSentAgainUnchanged() {
        ProducerBatch first = sent(1);
        ProducerBatch second = sent(1);
        first.unsent(true);
        outstanding.failedForNow();

        assertThat(outstanding.hasRoom()).isFalse();
        assertThat(outstanding.awaitsAnswers()).isTrue();
        second.unsent(false);
        outstanding.refusedSequence(second);
        assertThat(outstanding.awaitsAnswers()).isFalse();
        assertThat(outstanding.rewind()).isEqualTo(Outstanding.Rewind.UNCHANGED);
        assertThat(outstanding.snapshot()).containsExactly(first, second);
        outstanding.rewound();
        assertThat(outstanding.hasRoom()).isTrue();
    }

    @Test
    void shouldNumberAnewWhenABatchBeforeWasDefinitelyNotStored() {
        ProducerBatch refused = sent(3);
        ProducerBatch later = sent(2);
        refused.unsent(false);
        outstanding.abandon(refused);
        later.unsent(false);
        outstanding.failedForNow();

        assertThat(outstanding.rewind()).isEqualTo(Outstanding.Rewind.RESEAL);
        assertThat(outstanding.needsIdentity()).isFalse();
        reseal(later);
        assertThat(later.stamp().baseSequence()).isZero();
    }

    @Test
    void shouldTakeANewIdWhenTheFirstBatchIsRefusedAndNothingMayBeStored() {
        ProducerBatch first = sent(2);
        ProducerBatch second = sent(1);
        first.unsent(false);
        outstanding.refusedSequence(first);
        second.unsent(false);
        outstanding.refusedSequence(second);

        assertThat(outstanding.rewind()).isEqualTo(Outstanding.Rewind.RESEAL);
        assertThat(outstanding.needsIdentity()).isTrue();
        outstanding.identify(new ProducerIdentity(8, 0));
        reseal(first);
        reseal(second);
        assertThat(first.stamp().producerId()).isEqualTo(8);
        assertThat(second.stamp().baseSequence()).isEqualTo(2);
    }

    @Test
    void shouldGiveUpWhenTheFirstBatchIsRefusedAndSomethingMayBeStored() {
        ProducerBatch first = sent(2);
        first.unsent(true);
        outstanding.refusedSequence(first);

        assertThat(outstanding.rewind()).isEqualTo(Outstanding.Rewind.GIVE_UP);
        outstanding.abandon(first);
        assertThat(outstanding.needsIdentity()).isTrue();
    }

    @Test
    void shouldTakeANewIdAfterABatchOfUnknownOutcome() {
        outstanding.abandon(sent(2));

        assertThat(outstanding.needsIdentity()).isTrue();
    }

    @Test
    void shouldKeepItsIdWhenALaterBatchProvesThatTheOneBeforeWasStored() {
        ProducerBatch lost = sent(2);
        ProducerBatch later = sent(1);
        outstanding.abandon(lost);
        later.unsent(false);
        outstanding.succeeded(later);

        assertThat(outstanding.needsIdentity()).isFalse();
        assertThat(sent(1).stamp().baseSequence()).isEqualTo(3);
    }

    @Test
    void shouldNotStampWithoutIdempotence() {
        Outstanding plain = new Outstanding(false);

        assertThat(plain.needsIdentity()).isFalse();
        assertThat(plain.stamp(3).producerId()).isEqualTo(-1);
    }
}

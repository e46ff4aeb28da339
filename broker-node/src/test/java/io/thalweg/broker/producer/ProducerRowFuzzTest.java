package io.thalweg.broker.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Any bytes as a row of the producer table, as a leader sends it and as the store holds it. */
final class ProducerRowFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 16 << 10;

    @Override
    public List<byte[]> seeds() {
        SequencedBatch first = new SequencedBatch(3, 0, 9, 100, 12, 1_790_000_000_000L);
        SequencedBatch second = new SequencedBatch(3, 10, 10, 110, 12, 1_790_000_000_500L);
        ProducerState one = ProducerState.first(first);
        ProducerState full = one;
        for (int at = 0; at < ProducerState.REMEMBERED; at++) {
            full = full.after(new SequencedBatch(3, 11 + at, 11 + at, 111 + at, 12, 1_790_000_001_000L));
        }
        return List.of(
                ProducerRow.put(7, one).joined(),
                ProducerRow.put(Long.MAX_VALUE, one.after(second)).joined(),
                ProducerRow.put(8, full).joined(),
                ProducerRow.remove(7).joined());
    }

    @Override
    public void feed(byte[] input) throws Exception {
        Map.Entry<Long, ProducerState> found;
        try {
            found = Allocation.within(MOST_ALLOCATED + input.length, () -> ProducerRow.decode(ByteBuffer.wrap(input)));
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(ProducerRow.put(found.getKey(), found.getValue()).joined()).isEqualTo(input);
        assertThat(found.getValue().batches()).allSatisfy(batch -> {
            assertThat(batch.lastSequence()).isGreaterThanOrEqualTo(batch.firstSequence());
            assertThat(batch.firstSequence()).isNotNegative();
        });
    }
}

package io.thalweg.broker.producer;

import java.util.ArrayList;
import java.util.List;

/**
 * The committed state of one producer in one partition.
 *
 * @param epoch its newest epoch
 * @param batches its last batches of that epoch, oldest first, 1 to {@link #REMEMBERED}
 */
record ProducerState(int epoch, List<SequencedBatch> batches) {
    static final int REMEMBERED = 16;

    ProducerState {
        if (batches.isEmpty() || batches.size() > REMEMBERED) {
            throw new IllegalArgumentException(batches.size() + " remembered batches");
        }
        batches = List.copyOf(batches);
    }

    static ProducerState first(SequencedBatch batch) {
        return new ProducerState(batch.producerEpoch(), List.of(batch));
    }

    SequencedBatch last() {
        return batches.get(batches.size() - 1);
    }

    /** The state after a committed batch; unchanged by one that it contains already. */
    ProducerState after(SequencedBatch batch) {
        if (batch.baseOffset() <= last().baseOffset() || batch.producerEpoch() < epoch) {
            return this;
        }
        if (batch.producerEpoch() > epoch) {
            return first(batch);
        }
        List<SequencedBatch> next = new ArrayList<>(batches);
        next.add(batch);
        return new ProducerState(epoch, next.subList(Math.max(0, next.size() - REMEMBERED), next.size()));
    }
}

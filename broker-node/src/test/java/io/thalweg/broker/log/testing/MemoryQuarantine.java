package io.thalweg.broker.log.testing;

import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A quarantine in memory. Thread-safe. */
public final class MemoryQuarantine implements LogQuarantine {
    private final Map<QuarantinedPart, List<RecordBatch>> parts = new LinkedHashMap<>();
    private boolean full;

    /** There is no room any more, or there is again. */
    public synchronized void full(boolean now) {
        full = now;
    }

    /** The batches of a part. */
    public synchronized List<RecordBatch> batches(QuarantinedPart part) {
        return Objects.requireNonNull(parts.get(part));
    }

    @Override
    public synchronized @Nullable Copy begin(QuarantinedPart part) {
        return parts.containsKey(part) ? null : new MemoryCopy(part);
    }

    @Override
    public synchronized List<QuarantinedPart> parts() {
        return List.copyOf(parts.keySet());
    }

    private synchronized void put(QuarantinedPart part, List<RecordBatch> batches) {
        parts.put(part, batches);
    }

    private synchronized void requireRoom() {
        if (full) {
            throw new QuarantineFailure("no room");
        }
    }

    private final class MemoryCopy implements Copy {
        private final QuarantinedPart part;
        private final List<RecordBatch> batches = new ArrayList<>();

        MemoryCopy(QuarantinedPart part) {
            this.part = part;
        }

        @Override
        public void add(ByteBuffer more) {
            requireRoom();
            RecordBatches.of(more).forEach(batches::add);
        }

        @Override
        public void finish() {
            put(part, List.copyOf(batches));
        }

        @Override
        public void close() {}
    }
}

package io.thalweg.broker.runtime.testing;

import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.runtime.link.CommittedApplier;
import io.thalweg.broker.runtime.link.CommittedApplierFactory;
import io.thalweg.broker.runtime.link.TableReader;
import io.thalweg.broker.runtime.link.TableWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Counts the records of an internal topic in a table, as a coordinator would keep its state. */
public final class RecordingApplier implements CommittedApplier {
    private static final byte TABLE = 9;
    private static final byte[] KEY = {1};

    private final List<Long> applied = new CopyOnWriteArrayList<>();
    private final AtomicLong records = new AtomicLong();
    private volatile boolean leading;

    private RecordingApplier(TableReader tables) {
        byte[] stored = tables.value(TABLE, KEY);
        records.set(stored == null ? 0 : ByteBuffer.wrap(stored).getLong());
    }

    /** Puts the applier of the one partition into a reference. */
    public static CommittedApplierFactory into(AtomicReference<RecordingApplier> target) {
        return (partition, tables, mailbox) -> {
            RecordingApplier applier = new RecordingApplier(tables);
            target.set(applier);
            return applier;
        };
    }

    /** Records of all lives. */
    public long records() {
        return records.get();
    }

    /** Base offsets that this life applied. */
    public List<Long> applied() {
        return applied;
    }

    public boolean isLeading() {
        return leading;
    }

    @Override
    public void apply(RecordBatch batch, TableWriter rows) {
        applied.add(batch.baseOffset());
        if (!batch.isControl()) {
            long count = records.addAndGet(batch.recordCount());
            rows.put(TABLE, KEY, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
        }
    }

    @Override
    public void onLeading(long leaderEpoch) {
        leading = true;
    }

    @Override
    public void onLeadingEnded() {
        leading = false;
    }

    @Override
    public void onReset() {
        records.set(0);
    }

    @Override
    public boolean isRestless() {
        return false;
    }

    @Override
    public void onTick(long nowMillis) {}

    @Override
    public void onRemoved() {}
}

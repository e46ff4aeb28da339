package io.thalweg.broker.runtime.partition;

import io.thalweg.broker.log.LogDamage;
import io.thalweg.broker.log.LogQuarantine;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.replication.message.Lane;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a part of a log to quarantine, a piece at a time, on the thread that reads for the bulk lane: followers that catch
 * up go on between two pieces.
 */
final class QuarantineCopy {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineCopy.class);
    private static final int PIECE_BYTES = 1 << 20;

    /** Hears how the copy ended, on any thread; not at all if the broker stops meanwhile. */
    interface Listener {
        void copied(long bytes);

        void failed(String cause);
    }

    private final PartitionEnvironment environment;
    private final Executor reader;
    private final LogId log;
    private final QuarantinedPart part;
    private final Listener listener;
    private LogQuarantine.@Nullable Copy copy;
    private long next;
    private long bytes;

    QuarantineCopy(PartitionEnvironment environment, LogId log, QuarantinedPart part, Listener listener) {
        this.environment = environment;
        this.reader = environment.readers().of(Lane.BULK);
        this.log = log;
        this.part = part;
        this.listener = listener;
        this.next = part.from();
    }

    void begin() {
        goOn(this::open);
    }

    private void open() {
        attempt(() -> {
            copy = environment.quarantine().begin(part);
            if (copy == null) {
                listener.copied(0);
            } else {
                goOn(this::piece);
            }
        });
    }

    private void piece() {
        attempt(() -> {
            LogQuarantine.Copy target = copy;
            if (target == null) {
                return;
            }
            LogSlice slice = environment.store().read(log, next, part.to(), PIECE_BYTES);
            if (slice.isEmpty() || slice.baseOffset() > next) {
                throw new QuarantineFailure("the log has no batch at " + next);
            }
            target.add(slice.batches());
            bytes += slice.batches().remaining();
            next = slice.nextOffset();
            if (next < part.to()) {
                goOn(this::piece);
            } else {
                target.finish();
                target.close();
                listener.copied(bytes);
            }
        });
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (LogDamage | QuarantineFailure e) {
            LOG.error("Records {} to {} of {} cannot be copied.", part.from(), part.to() - 1, part.topic(), e);
            abandon();
            listener.failed("records " + part.from() + " to " + (part.to() - 1)
                    + ", which the new leader lacks, cannot be copied to quarantine, so nothing is cut: "
                    + e.getMessage()
                    + ". Mend that and restart this broker");
        }
    }

    private void goOn(Runnable step) {
        try {
            reader.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.info("The copy of {} to quarantine ends with the broker; the next start begins it anew.", part);
            abandon();
        }
    }

    private void abandon() {
        LogQuarantine.Copy unfinished = copy;
        copy = null;
        if (unfinished != null) {
            unfinished.close();
        }
    }
}

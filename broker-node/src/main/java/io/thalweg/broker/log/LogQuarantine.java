package io.thalweg.broker.log;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where batches are kept that a broker's logs had and must give up after a recovery. What is here is never changed, and
 * only an operator removes it. Thread-safe; its methods block on the disk.
 */
public interface LogQuarantine {
    /**
     * Begins to copy a part of a log. An unfinished copy of the same part, left by an earlier life, is begun anew.
     *
     * @return null if this part is here already, whole
     * @throws QuarantineFailure if it cannot be begun
     */
    @Nullable
    Copy begin(QuarantinedPart part);

    /** Every part that is here whole, ordered by topic, partition and offset. */
    List<QuarantinedPart> parts();

    /** One part on its way in. For one thread. */
    interface Copy extends AutoCloseable {
        /**
         * Adds whole batches, from the buffer's position to its limit.
         *
         * @throws QuarantineFailure if there is no room, or the disk refuses
         */
        void add(ByteBuffer batches);

        /**
         * Makes the part whole and durable, its name included.
         *
         * @throws QuarantineFailure if the disk refuses
         */
        void finish();

        /** Ends the copy; what was not finished does not count. */
        @Override
        void close();
    }
}

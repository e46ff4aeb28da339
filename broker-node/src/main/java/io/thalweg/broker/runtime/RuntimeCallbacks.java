package io.thalweg.broker.runtime;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Whom the data plane calls. Both are called from its threads and must not block.
 *
 * @param appliedImageIndex every partition has acted on the image at this index, and deletions it asked for are
 *     durable; grows. The session's beats carry it.
 * @param onFatal a storage fault, or a bug that no single partition can be blamed for: the process must halt at once
 */
public record RuntimeCallbacks(LongConsumer appliedImageIndex, Consumer<Throwable> onFatal) {}

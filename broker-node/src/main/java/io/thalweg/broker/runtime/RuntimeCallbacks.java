package io.thalweg.broker.runtime;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Whom the data plane calls. All are called from its threads and must not block.
 *
 * @param appliedImageIndex every partition has acted on the image at this index, and deletions it asked for are
 *     durable; grows. The session's beats carry it.
 * @param leased whether nobody else can have been made leader of what this broker leads, at the moment of the call
 * @param onFatal a storage fault, or a bug that no single partition can be blamed for: the process must halt at once
 */
public record RuntimeCallbacks(LongConsumer appliedImageIndex, BooleanSupplier leased, Consumer<Throwable> onFatal) {}

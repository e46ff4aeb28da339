/** The fetch service: committed batches to clients, by stream or one by one, and offsets. Imported by {@code app} only. */
@NullMarked
package io.thalweg.broker.rpc.fetch;

import org.jspecify.annotations.NullMarked;

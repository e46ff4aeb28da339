/** The produce service: batches from clients to the partition loops. Imported by {@code app} only. */
@NullMarked
package io.thalweg.broker.rpc.produce;

import org.jspecify.annotations.NullMarked;

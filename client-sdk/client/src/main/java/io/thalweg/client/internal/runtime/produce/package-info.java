/** The producer: queues per partition, the loop that sends them, and the rules that keep order and prevent doubles. Imported by {@code client}. */
@NullMarked
package io.thalweg.client.internal.runtime.produce;

import org.jspecify.annotations.NullMarked;

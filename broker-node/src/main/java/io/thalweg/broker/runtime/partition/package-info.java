/**
 * One hosted partition: its replica core, the executor of the core's actions, what is published of it to other threads,
 * and the applier of an internal topic. For {@code runtime} only.
 */
@NullMarked
package io.thalweg.broker.runtime.partition;

import org.jspecify.annotations.NullMarked;

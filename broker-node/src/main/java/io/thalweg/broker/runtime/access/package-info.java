/**
 * What services ask of the partitions hosted here: appends, reads, positions, wake-ups. Values and interfaces only;
 * {@code rpc}, {@code metrics} and {@code app} may import it.
 */
@NullMarked
package io.thalweg.broker.runtime.access;

import org.jspecify.annotations.NullMarked;

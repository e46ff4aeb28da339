/** The threads of the data plane: partition loops with their mailboxes, and the sync thread. For {@code runtime} only. */
@NullMarked
package io.thalweg.broker.runtime.loop;

import org.jspecify.annotations.NullMarked;

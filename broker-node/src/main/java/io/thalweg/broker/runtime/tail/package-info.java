/** The newest bytes of each partition in memory, where followers and tailing consumers are served from. For {@code runtime} only. */
@NullMarked
package io.thalweg.broker.runtime.tail;

import org.jspecify.annotations.NullMarked;

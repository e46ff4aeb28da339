/**
 * The port to a broker's logs: {@link io.thalweg.broker.log.LogStore}, what is written to it and what it gives back at
 * start. Pure but for the port's contract; {@code runtime}, {@code storage} and above may import it. The pure cores of
 * replication and producer do not: they see only {@code record}.
 */
@NullMarked
package io.thalweg.broker.log;

import org.jspecify.annotations.NullMarked;

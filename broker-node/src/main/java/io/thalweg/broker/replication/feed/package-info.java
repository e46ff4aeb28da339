/**
 * Pacing of one replication stream: which partition may send next, and how many bytes. Pure; used by the runtime's peer
 * streams and by the simulator.
 */
@NullMarked
package io.thalweg.broker.replication.feed;

import org.jspecify.annotations.NullMarked;

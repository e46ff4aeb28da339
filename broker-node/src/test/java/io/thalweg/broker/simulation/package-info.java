/**
 * A whole cluster in one thread: the production replication core and the production metadata state machine on virtual
 * time, under loss, reordering, crashes, pauses and fencing, all drawn from one seed. An oracle watches every step.
 */
@NullMarked
package io.thalweg.broker.simulation;

import org.jspecify.annotations.NullMarked;

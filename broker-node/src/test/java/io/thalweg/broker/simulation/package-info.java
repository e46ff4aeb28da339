/**
 * A whole cluster in one thread: the production replication core, metadata state machine, metadata duties, restart rules
 * and log recovery on virtual time, under faults that are all drawn from one seed. Classes named Sim are the world, Chaos
 * breaks it, Losses keeps the budget of what may be destroyed; the oracles watch every step. What is covered and what is
 * not: docs/design/replication.md, the simulator.
 */
@NullMarked
package io.thalweg.broker.simulation;

import org.jspecify.annotations.NullMarked;

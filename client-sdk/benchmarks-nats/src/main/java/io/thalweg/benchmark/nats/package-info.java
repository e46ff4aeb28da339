/** The client of NATS JetStream as a driver, and the main class of its load generator. */
@NullMarked
package io.thalweg.benchmark.nats;

import org.jspecify.annotations.NullMarked;

/**
 * Replication streams between brokers: the service that followers dial, and the dialler. Turns the core's messages into
 * protobuf and back, keeps streams alive and counts credits. Imported by {@code app} only.
 */
@NullMarked
package io.thalweg.broker.rpc.peer;

import org.jspecify.annotations.NullMarked;

/**
 * Recognising batches that a producer sends again: what each producer appended last, and its stored rows. Pure; used by
 * the replication core.
 */
@NullMarked
package io.thalweg.broker.producer;

import org.jspecify.annotations.NullMarked;

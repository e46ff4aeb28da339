/**
 * Consumer groups, pure: members, subscriptions, assignments and committed offsets of the groups of one coordinator
 * partition. Calls in, {@link io.thalweg.broker.group.GroupDecision} out; no thread, clock, socket or disk. Imports
 * {@code metadata.model} only; {@code broker.runtime} drives it.
 */
@NullMarked
package io.thalweg.broker.group;

import org.jspecify.annotations.NullMarked;

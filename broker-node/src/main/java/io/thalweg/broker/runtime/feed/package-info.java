/**
 * Feeding followers: for each stream that a follower dialled, which partition sends next and how much, within the
 * follower's credit. For {@code runtime} only.
 */
@NullMarked
package io.thalweg.broker.runtime.feed;

import org.jspecify.annotations.NullMarked;

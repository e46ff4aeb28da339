/**
 * The runtime's ports: what it needs from the metadata and the peers, and what plugs into it (appliers of internal
 * topics, listeners for metrics). Values and interfaces only; shells implement them, {@code app} connects them.
 */
@NullMarked
package io.thalweg.broker.runtime.link;

import org.jspecify.annotations.NullMarked;

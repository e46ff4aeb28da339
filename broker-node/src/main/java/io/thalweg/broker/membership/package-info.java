/**
 * This broker's place in the cluster: its session with the metadata leader, the feed that keeps its image new, its lease,
 * and the way of its proposals to the metadata leader. The network lies behind {@link
 * io.thalweg.broker.membership.MetadataTransport}. Imported by {@code app} only.
 */
@NullMarked
package io.thalweg.broker.membership;

import org.jspecify.annotations.NullMarked;

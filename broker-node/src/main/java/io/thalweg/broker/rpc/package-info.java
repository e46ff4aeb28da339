/**
 * What all gRPC services share: the one map from reasons to statuses, and lookups in the image. The services live in
 * the packages below, one per area. Imported by these and by {@code app}.
 */
@NullMarked
package io.thalweg.broker.rpc;

import org.jspecify.annotations.NullMarked;

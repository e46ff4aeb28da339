/** The network on gRPC: channels, streams, and the mapping between wire messages and plain types. The only package that knows gRPC and protobuf. Imported by {@code client}. */
@NullMarked
package io.thalweg.client.internal.rpc;

import org.jspecify.annotations.NullMarked;

/** gRPC servers and channels of the broker: how they are built, guarded and counted. Imported by {@code app} only. */
@NullMarked
package io.thalweg.broker.app.net;

import org.jspecify.annotations.NullMarked;

/** What the loops need of the network, in plain types: implemented by {@code internal.rpc}, used by the rest of {@code internal.runtime}. */
@NullMarked
package io.thalweg.client.internal.runtime.port;

import org.jspecify.annotations.NullMarked;

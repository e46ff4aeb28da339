/** The client's own loop, its callback thread, and the watch on the cluster's metadata that everything else relies on. Imported by the other packages of {@code internal.runtime} and by {@code client}. */
@NullMarked
package io.thalweg.client.internal.runtime.cluster;

import org.jspecify.annotations.NullMarked;

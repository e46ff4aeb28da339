/** The cluster service: where things are, from the image. Imported by {@code rpc.admin} and {@code app}. */
@NullMarked
package io.thalweg.broker.rpc.cluster;

import org.jspecify.annotations.NullMarked;

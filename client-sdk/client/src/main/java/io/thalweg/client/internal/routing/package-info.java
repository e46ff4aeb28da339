/** Pure knowledge of where things are: brokers, topics and leaders as the cluster reported them. Imports {@code api}; imported by {@code internal.runtime} and {@code internal.rpc}. */
@NullMarked
package io.thalweg.client.internal.routing;

import org.jspecify.annotations.NullMarked;

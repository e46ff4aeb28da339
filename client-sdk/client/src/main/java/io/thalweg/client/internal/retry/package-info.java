/** Pure rules of failure: what a broker's error means, whether and when to try again. Imports {@code api}; imported by {@code internal.runtime} and {@code internal.rpc}. */
@NullMarked
package io.thalweg.client.internal.retry;

import org.jspecify.annotations.NullMarked;

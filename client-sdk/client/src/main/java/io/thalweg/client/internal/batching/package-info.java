/** Pure code around batches: choosing partitions, encoding and decoding. Imports {@code api}; imported by {@code internal.runtime} and {@code client}. */
@NullMarked
package io.thalweg.client.internal.batching;

import org.jspecify.annotations.NullMarked;

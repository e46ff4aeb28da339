/**
 * Pure code around batches: choosing partitions, encoding and decoding, checksums and codecs, exactly as docs/design/batch-format.md says. Imports
 * {@code api}; imported by {@code internal.runtime}, {@code internal.rpc} and {@code client}.
 */
@NullMarked
package io.thalweg.client.internal.batching;

import org.jspecify.annotations.NullMarked;

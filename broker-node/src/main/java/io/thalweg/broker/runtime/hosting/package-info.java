/**
 * Which partitions are hosted here: made and removed as images say, found by id for services and by slot for streams.
 * For {@code runtime} only.
 */
@NullMarked
package io.thalweg.broker.runtime.hosting;

import org.jspecify.annotations.NullMarked;

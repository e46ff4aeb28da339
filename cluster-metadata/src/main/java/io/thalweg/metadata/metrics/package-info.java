/** Micrometer meters of the metadata plane. The only package that knows Micrometer; imported by {@code app} alone. */
@NullMarked
package io.thalweg.metadata.metrics;

import org.jspecify.annotations.NullMarked;

/** What makes logs shorter: log starts moved by age and size, and space given back. For {@code runtime} only. */
@NullMarked
package io.thalweg.broker.runtime.retention;

import org.jspecify.annotations.NullMarked;

/**
 * Meters of the broker, in Micrometer, behind plain methods that listeners call. Imported by {@code app} only, which
 * connects the listeners of the other parts to them.
 */
@NullMarked
package io.thalweg.broker.metrics;

import org.jspecify.annotations.NullMarked;

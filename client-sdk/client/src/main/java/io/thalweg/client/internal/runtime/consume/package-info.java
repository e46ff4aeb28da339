/** The consumer: the polling side, and the fetch session that keeps it fed. Imported by {@code client}. */
@NullMarked
package io.thalweg.client.internal.runtime.consume;

import org.jspecify.annotations.NullMarked;

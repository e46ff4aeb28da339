/** The benchmark command. Imported by none. */
@NullMarked
package io.thalweg.benchmark.app;

import org.jspecify.annotations.NullMarked;

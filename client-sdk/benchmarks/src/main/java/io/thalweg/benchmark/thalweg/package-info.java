/** Thalweg's client as a driver, and the main class of its load generator. */
@NullMarked
package io.thalweg.benchmark.thalweg;

import org.jspecify.annotations.NullMarked;

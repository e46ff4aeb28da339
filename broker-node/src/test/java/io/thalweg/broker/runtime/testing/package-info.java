/** Whole data planes in one JVM, with metadata that is applied directly, for the tests of this module. */
@NullMarked
package io.thalweg.broker.runtime.testing;

import org.jspecify.annotations.NullMarked;

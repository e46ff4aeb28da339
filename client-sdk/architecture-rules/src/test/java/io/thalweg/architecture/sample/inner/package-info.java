/** Sample for the tests of the rules: the innermost row. */
@NullMarked
package io.thalweg.architecture.sample.inner;

import org.jspecify.annotations.NullMarked;

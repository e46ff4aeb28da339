/** Sample for the tests of the rules: imports the innermost row. */
@NullMarked
package io.thalweg.architecture.sample.outer;

import org.jspecify.annotations.NullMarked;

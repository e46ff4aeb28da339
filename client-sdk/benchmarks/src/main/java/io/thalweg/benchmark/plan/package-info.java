/** What is measured: scenarios and the order of their runs. */
@NullMarked
package io.thalweg.benchmark.plan;

import org.jspecify.annotations.NullMarked;

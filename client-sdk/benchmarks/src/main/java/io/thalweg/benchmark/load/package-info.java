/** The load generator, a process of its own: sends, reads, measures. The same code for every system. */
@NullMarked
package io.thalweg.benchmark.load;

import org.jspecify.annotations.NullMarked;

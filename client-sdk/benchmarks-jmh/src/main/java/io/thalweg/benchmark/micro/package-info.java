/** JMH benchmarks of the inner pieces that every record passes. Run by {@code deploy/benchmark/run.sh --micro}. */
@NullMarked
package io.thalweg.benchmark.micro;

import org.jspecify.annotations.NullMarked;

/** What JMH generates around the benchmarks; nothing else. */
@NullMarked
package io.thalweg.benchmark.micro.jmh_generated;

import org.jspecify.annotations.NullMarked;

/** The broker processes of the systems. */
@NullMarked
package io.thalweg.benchmark.cluster;

import org.jspecify.annotations.NullMarked;

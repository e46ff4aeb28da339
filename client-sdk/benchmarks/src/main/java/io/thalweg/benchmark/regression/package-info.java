/** Whether Thalweg has become slower: ratios of one run on one machine, beside those in the repository. */
@NullMarked
package io.thalweg.benchmark.regression;

import org.jspecify.annotations.NullMarked;

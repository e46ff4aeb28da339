/** What was measured: statistics, tables, charts, the page. */
@NullMarked
package io.thalweg.benchmark.report;

import org.jspecify.annotations.NullMarked;

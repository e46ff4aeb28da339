/** Runs of three broker processes under faults, judged by the history of their clients. */
@NullMarked
package io.thalweg.cli.chaos;

import org.jspecify.annotations.NullMarked;

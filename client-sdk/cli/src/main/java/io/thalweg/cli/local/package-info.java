/**
 * A cluster of real broker processes on loopback: files, processes, waiting until it serves. Knows nothing of the
 * command line's printing; {@code cli} commands call it.
 */
@NullMarked
package io.thalweg.cli.local;

import org.jspecify.annotations.NullMarked;

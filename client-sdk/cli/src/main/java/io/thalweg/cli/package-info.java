/** The thalweg command: parsing, printing, exit codes, and the launcher of the server process. Imported by none. */
@NullMarked
package io.thalweg.cli;

import org.jspecify.annotations.NullMarked;

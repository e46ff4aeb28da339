/** {@code thalweg local …}: what {@code cli.local} does, as commands. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.local.command;

import org.jspecify.annotations.NullMarked;

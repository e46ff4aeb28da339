/**
 * What a user sees of a command: tables, JSON, progress, the three lines of an error, exit codes. Imports nothing of
 * Thalweg but the exceptions of the client library; every command imports it.
 */
@NullMarked
package io.thalweg.cli.terminal;

import org.jspecify.annotations.NullMarked;

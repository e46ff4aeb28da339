/** Reads the quarantine of a data folder, for tools. Imported by the command line; imports storage, log and record. */
@NullMarked
package io.thalweg.broker.app.quarantine;

import org.jspecify.annotations.NullMarked;

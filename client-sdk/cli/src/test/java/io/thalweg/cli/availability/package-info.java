/** Measures how long each partition takes no writes when a broker fails, leaves or comes back. Run by deploy/availability.sh, not by the gate. */
@NullMarked
package io.thalweg.cli.availability;

import org.jspecify.annotations.NullMarked;

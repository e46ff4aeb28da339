/** The faults, and the hand that chooses among them by a seed. */
@NullMarked
package io.thalweg.cli.chaos.nemesis;

import org.jspecify.annotations.NullMarked;

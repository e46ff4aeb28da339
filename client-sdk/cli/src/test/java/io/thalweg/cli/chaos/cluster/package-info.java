/** Broker processes that can be killed, paused, stopped and cut off. Imported by the faults and the runs. */
@NullMarked
package io.thalweg.cli.chaos.cluster;

import org.jspecify.annotations.NullMarked;

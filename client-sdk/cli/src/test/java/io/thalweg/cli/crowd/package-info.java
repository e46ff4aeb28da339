/** Shows that brokers keep their bounds of memory whatever a crowd of clients does. Run by deploy/crowd.sh, not by the gate. */
@NullMarked
package io.thalweg.cli.crowd;

import org.jspecify.annotations.NullMarked;

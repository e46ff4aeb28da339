/** Commands of the Raft log, their replies and the reasons of rejection. Imports {@code model}; imported by every package
 * that proposes, applies or encodes. */
@NullMarked
package io.thalweg.metadata.event;

import org.jspecify.annotations.NullMarked;

/** A consumer's side of a group: membership and committed offsets. Imported by {@code internal.runtime.consume}. */
@NullMarked
package io.thalweg.client.internal.runtime.group;

import org.jspecify.annotations.NullMarked;

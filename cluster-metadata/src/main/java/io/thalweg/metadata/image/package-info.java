/** {@code ClusterImage}, the whole metadata at one log index, and what changed between two of them. Imports {@code model};
 * imported by all that read metadata. */
@NullMarked
package io.thalweg.metadata.image;

import org.jspecify.annotations.NullMarked;

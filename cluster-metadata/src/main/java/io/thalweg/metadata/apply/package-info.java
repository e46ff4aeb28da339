/** The pure state machine: a command and an image give the next image and a reply. Imports model, event and image;
 * imported by {@code consensus} and by every broker that follows the feed. */
@NullMarked
package io.thalweg.metadata.apply;

import org.jspecify.annotations.NullMarked;

/** Protobuf to and from commands, replies and images. Imports model, event, image and proto; imported by the shell. */
@NullMarked
package io.thalweg.metadata.codec;

import org.jspecify.annotations.NullMarked;

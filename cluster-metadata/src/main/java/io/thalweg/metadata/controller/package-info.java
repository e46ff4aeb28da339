/** Pure deciders of the metadata leader: placement, topics, sessions and duties. Imports model, event and image; imported
 * by the shell. */
@NullMarked
package io.thalweg.metadata.controller;

import org.jspecify.annotations.NullMarked;

/** The producer: its interface, its builder and its values. Imports the rest of {@code api}; anyone may import it. */
@NullMarked
package io.thalweg.client.api.producer;

import org.jspecify.annotations.NullMarked;

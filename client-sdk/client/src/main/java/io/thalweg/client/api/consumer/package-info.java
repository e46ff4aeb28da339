/** The consumer: its interface, its builder and its values. Imports the rest of {@code api}; anyone may import it. */
@NullMarked
package io.thalweg.client.api.consumer;

import org.jspecify.annotations.NullMarked;

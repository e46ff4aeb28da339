/**
 * The values that all of the library shares with its users: addresses, positions, headers, serializers and the exception family. Imports nothing
 * of the library; anyone may import it. {@code api.producer}, {@code api.consumer} and {@code api.admin} hold the three services.
 */
@NullMarked
package io.thalweg.client.api;

import org.jspecify.annotations.NullMarked;

/** Entry point of the client library and its wiring. Users import this package and {@code client.api}; nothing inside the library imports it. */
@NullMarked
package io.thalweg.client;

import org.jspecify.annotations.NullMarked;

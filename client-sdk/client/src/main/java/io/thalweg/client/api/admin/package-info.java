/** The admin: its interface, its builder and its values. Imports the rest of {@code api}; anyone may import it. */
@NullMarked
package io.thalweg.client.api.admin;

import org.jspecify.annotations.NullMarked;

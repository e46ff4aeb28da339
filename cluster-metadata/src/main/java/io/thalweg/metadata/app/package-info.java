/** {@code MetadataNode}: one voter, put together from the other packages. Imported by the server process. */
@NullMarked
package io.thalweg.metadata.app;

import org.jspecify.annotations.NullMarked;

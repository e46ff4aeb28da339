/** How keys and values become bytes and back, with the formats that need no further library. Imports nothing of the library; anyone may import it. */
@NullMarked
package io.thalweg.client.api.serde;

import org.jspecify.annotations.NullMarked;

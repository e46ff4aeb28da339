/** JSON serializers for the client library. Sees {@code client.api} only; imported by users. */
@NullMarked
package io.thalweg.serde.json;

import org.jspecify.annotations.NullMarked;

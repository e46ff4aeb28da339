/** {@code thalweg bench …}: load and measurement with the client library. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.bench;

import org.jspecify.annotations.NullMarked;

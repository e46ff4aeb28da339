/** {@code thalweg produce} and {@code thalweg consume}. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.record;

import org.jspecify.annotations.NullMarked;

/** {@code thalweg produce} and {@code thalweg consume}. Imported by {@code cli}, and by {@code cli.partition} to print records. */
@NullMarked
package io.thalweg.cli.record;

import org.jspecify.annotations.NullMarked;

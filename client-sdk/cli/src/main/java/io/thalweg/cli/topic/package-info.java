/** {@code thalweg topic …}. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.topic;

import org.jspecify.annotations.NullMarked;

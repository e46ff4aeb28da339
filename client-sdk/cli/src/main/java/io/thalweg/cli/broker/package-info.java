/** {@code thalweg broker …} and {@code thalweg cluster …}. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.broker;

import org.jspecify.annotations.NullMarked;

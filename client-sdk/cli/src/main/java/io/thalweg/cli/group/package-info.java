/** {@code thalweg group …}. Imported by {@code cli} alone. */
@NullMarked
package io.thalweg.cli.group;

import org.jspecify.annotations.NullMarked;

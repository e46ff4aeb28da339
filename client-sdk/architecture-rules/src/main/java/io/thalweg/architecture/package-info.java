/** The rules that each module's {@code ArchitectureTest} checks. Imported by tests only. */
@NullMarked
package io.thalweg.architecture;

import org.jspecify.annotations.NullMarked;

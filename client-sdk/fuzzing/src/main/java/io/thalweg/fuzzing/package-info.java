/**
 * Feeds inputs that nobody planned to whatever reads bytes: stored inputs and their mutations in the gate, a
 * coverage-guided fuzzer on request. Imported by tests only; CONTRIBUTING.md says how to use it.
 */
@NullMarked
package io.thalweg.fuzzing;

import org.jspecify.annotations.NullMarked;

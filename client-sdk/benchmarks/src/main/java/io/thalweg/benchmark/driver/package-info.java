/** What a load generator needs of a system: topics, producers, consumers. Imports nothing of this module. */
@NullMarked
package io.thalweg.benchmark.driver;

import org.jspecify.annotations.NullMarked;

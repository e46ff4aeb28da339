/** Real brokers inside one JVM. Imported by the tests of users. */
@NullMarked
package io.thalweg.testkit;

import org.jspecify.annotations.NullMarked;

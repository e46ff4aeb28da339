/** Real brokers inside one JVM, for the tests of users and our own: {@code ThalwegCluster}. Imported by tests only. */
@NullMarked
package io.thalweg.testkit;

import org.jspecify.annotations.NullMarked;

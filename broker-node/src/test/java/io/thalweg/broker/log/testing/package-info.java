/** An in-memory log store and the contract of every log store, for the tests of this module. */
@NullMarked
package io.thalweg.broker.log.testing;

import org.jspecify.annotations.NullMarked;

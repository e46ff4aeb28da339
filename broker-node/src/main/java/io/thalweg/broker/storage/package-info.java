/**
 * The RocksDB log store and the data folder, as docs/design/storage.md specifies them. The only package that knows
 * RocksDB; only {@code app} imports it.
 */
@NullMarked
package io.thalweg.broker.storage;

import org.jspecify.annotations.NullMarked;

/**
 * The journal: files that hold the rows of the newest writes, in their order, until the database has flushed them. Knows
 * nothing of RocksDB; only {@code storage} imports it. What is torn and what is damaged: docs/design/storage.md.
 */
@NullMarked
package io.thalweg.broker.storage.journal;

import org.jspecify.annotations.NullMarked;

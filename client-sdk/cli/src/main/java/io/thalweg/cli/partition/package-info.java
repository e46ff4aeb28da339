/**
 * Commands on single partitions. Imports {@code cli.option}, {@code cli.record}, {@code cli.terminal}, the client library and
 * {@code broker.app.quarantine}; {@code cli} imports it.
 */
@NullMarked
package io.thalweg.cli.partition;

import org.jspecify.annotations.NullMarked;

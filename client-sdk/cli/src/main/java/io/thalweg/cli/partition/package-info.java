/** Commands on single partitions. Imports {@code cli.option}, {@code cli.terminal} and the client library; {@code cli} imports it. */
@NullMarked
package io.thalweg.cli.partition;

import org.jspecify.annotations.NullMarked;

/**
 * The batch: its bytes, checksum, compression and positions, as docs/design/batch-format.md specifies them. Pure; every
 * package of the broker may import it, it imports none.
 */
@NullMarked
package io.thalweg.broker.record;

import org.jspecify.annotations.NullMarked;

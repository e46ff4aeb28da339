/**
 * The metadata plane on the wire: sessions and feed, proposals, questions between voters; and the one thread that does
 * the metadata leader's work. Imported by {@code app} alone.
 */
@NullMarked
package io.thalweg.metadata.rpc;

import org.jspecify.annotations.NullMarked;

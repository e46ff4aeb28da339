/**
 * The Raft group of the voters: state machine, snapshots, proposals, formation. The only package that knows Ratis; its
 * types, and those it shades, stay inside. Imported by {@code app} alone.
 */
@NullMarked
package io.thalweg.metadata.consensus;

import org.jspecify.annotations.NullMarked;

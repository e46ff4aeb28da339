/**
 * The replication core of one partition: {@code PartitionReplica} takes what happened and returns what to do. Pure: no
 * thread, clock, socket or disk. docs/design/replication.md has the rules; the sub-packages hold its messages, actions,
 * view of the metadata and pacing. Imported by the runtime and by tests.
 */
@NullMarked
package io.thalweg.broker.replication;

import org.jspecify.annotations.NullMarked;

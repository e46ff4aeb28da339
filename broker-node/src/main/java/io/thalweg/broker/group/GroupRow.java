package io.thalweg.broker.group;

import org.jspecify.annotations.Nullable;

/**
 * One change of the coordinator's table: the row's key, and its new value or null to remove it. A decision's rows are
 * appended to the coordinator partition as one batch (record key and value) and reach the table when committed.
 */
@SuppressWarnings("ArrayRecordComponent")
public record GroupRow(byte[] key, byte @Nullable [] value) {}

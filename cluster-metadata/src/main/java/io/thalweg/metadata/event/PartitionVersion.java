package io.thalweg.metadata.event;

import io.thalweg.metadata.model.PartitionUid;

/** A partition as somebody saw it, for a command that holds only for what was seen. */
public record PartitionVersion(PartitionUid partition, long version) {}

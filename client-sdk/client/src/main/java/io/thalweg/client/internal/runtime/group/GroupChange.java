package io.thalweg.client.internal.runtime.group;

import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import java.util.Set;

/** What the polling thread must learn about the membership. */
public sealed interface GroupChange {
    /** The member owns exactly these from now on; confirm when what is missing has been given up. */
    record Assigned(long memberEpoch, Set<TopicPartition> owned) implements GroupChange {}

    /** The membership ended; everything may belong to others. It joins again by itself. */
    record Lost() implements GroupChange {}

    /** The group cannot be joined. */
    record Refused(ThalwegException cause) implements GroupChange {}
}

package io.thalweg.client.api.consumer;

import java.time.Duration;

/**
 * Membership of a consumer in a group.
 *
 * @param group name of the group
 * @param staticId a name of this member that survives restarts of the process, empty for none
 * @param sessionTimeout the member is out when nothing was heard from it for this long, 1 s to 5 min
 * @param assignor how partitions are spread
 * @param autoCommitInterval how often {@code poll} commits what earlier polls returned; zero for never
 */
public record GroupSettings(
        String group, String staticId, Duration sessionTimeout, Assignor assignor, Duration autoCommitInterval) {
    public GroupSettings {
        if (group.isBlank()) {
            throw new IllegalArgumentException("the name of a group must not be empty");
        }
        long millis = sessionTimeout.toMillis();
        if (millis < 1_000 || millis > 300_000) {
            throw new IllegalArgumentException("sessionTimeout must be 1 s to 5 min, but is " + sessionTimeout);
        }
        if (autoCommitInterval.isNegative()) {
            throw new IllegalArgumentException("autoCommitInterval must not be negative");
        }
    }

    public boolean autoCommit() {
        return !autoCommitInterval.isZero();
    }
}

package io.thalweg.metadata.controller;

import io.thalweg.metadata.model.Voter;
import org.jspecify.annotations.Nullable;

/**
 * What a voter knows of the metadata leader.
 *
 * @param term Raft term
 * @param leading this voter leads and has applied everything that was committed before its term
 * @param leader the leader, this voter included; null when unknown
 * @param silentMillis how long ago this voter heard the leader that it follows, {@link #FOLLOWS_NONE} when it follows none
 */
public record Leadership(
        long term, boolean leading, @Nullable Voter leader, long silentMillis) {

    /** This voter leads, stands for election, or knows no leader. */
    public static final long FOLLOWS_NONE = -1;
}

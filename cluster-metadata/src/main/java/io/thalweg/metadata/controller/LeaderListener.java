package io.thalweg.metadata.controller;

/** What the metadata leader's work is counted by. Called on the leader's thread. */
public interface LeaderListener {

    /** Brokers were fenced. */
    void onFenced(int brokers);

    /** Number of open session streams with this leader; 0 when it does not lead. */
    void onSessions(int open);
}

package io.thalweg.metadata.consensus;

/** What the state machine tells this voter. Called by threads of Ratis, some under its locks: nothing may block. */
interface StateMachineListener {

    /** A snapshot became durable; applying stood still for {@code nanos}. */
    void onSnapshot(long index, long nanos);

    /** Another leader is known; {@code self} if it is this voter, which has appended nothing in its term yet. */
    void onLeaderChanged(boolean self);

    /** This voter leads and has applied everything committed before its term. */
    void onLeaderReady();

    /** This voter no longer leads. */
    void onNotLeader();

    /** Ratis shuts this voter down, whoever asked for it. */
    void onShutdown();
}

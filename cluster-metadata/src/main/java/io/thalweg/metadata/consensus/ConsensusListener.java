package io.thalweg.metadata.consensus;

/** What this voter tells the rest of the process. Called by threads of Ratis, some under its locks: nothing may block. */
public interface ConsensusListener {

    /** This voter leads in that term and has applied everything committed before it. May repeat. */
    void onLeading(long term);

    /** This voter no longer leads. May repeat. */
    void onNotLeading();

    /** A proposal of this voter was applied {@code nanos} after its submission. */
    void onCommitted(long nanos);

    /** A snapshot became durable; applying stood still for {@code nanos}. */
    void onSnapshot(long nanos);
}

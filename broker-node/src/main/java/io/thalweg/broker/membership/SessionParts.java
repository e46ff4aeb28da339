package io.thalweg.broker.membership;

import java.util.concurrent.ScheduledExecutorService;

/**
 * What a session works with.
 *
 * @param transport the way to the voters; its callbacks run on {@code executor}
 * @param listener hears of registration and images
 * @param beats what beats tell
 * @param evidence what questions for evidence are answered from
 * @param proposer is told where the metadata leader is
 * @param executor one thread, which owns the session's state
 * @param clock the process's clocks
 */
public record SessionParts(
        MetadataTransport transport,
        MembershipListener listener,
        BeatSource beats,
        EvidenceSource evidence,
        Proposer proposer,
        ScheduledExecutorService executor,
        ProcessClock clock) {}

package io.thalweg.broker.membership;

import io.thalweg.metadata.event.CommandReply;

/**
 * A command that was applied; the reply may be a rejection.
 *
 * @param index log index at which it was applied
 * @param reply what the apply said
 */
public record Proposed(long index, CommandReply reply) {}

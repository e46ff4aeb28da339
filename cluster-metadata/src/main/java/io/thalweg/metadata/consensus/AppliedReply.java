package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.ProposalOutcome;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;

/** Carries the outcome of an apply to the proposer in the same process; it is never sent over a network. */
record AppliedReply(ProposalOutcome.Applied outcome) implements Message {

    @Override
    public ByteString getContent() {
        return ByteString.EMPTY;
    }
}

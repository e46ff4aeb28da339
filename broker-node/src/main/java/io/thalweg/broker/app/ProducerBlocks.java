package io.thalweg.broker.app;

import io.thalweg.broker.membership.Proposer;
import io.thalweg.broker.rpc.produce.ProducerIds;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fetches blocks of producer ids. Requests are numbered from 1 within a broker epoch, so that a repeated one gets the same
 * block. Thread-safe.
 */
final class ProducerBlocks implements ProducerIds.BlockSource {

    private final BrokerId self;
    private final Proposer proposer;
    private final AtomicLong requests = new AtomicLong();
    private volatile BrokerEpoch epoch = BrokerEpoch.NONE;

    ProducerBlocks(BrokerId self, Proposer proposer) {
        this.self = self;
        this.proposer = proposer;
    }

    /** The broker was registered; every process life has one epoch. */
    void onRegistered(BrokerEpoch registered) {
        epoch = registered;
    }

    @Override
    public CompletableFuture<Long> next() {
        Command command = new Command.AllocateProducerIds(new BrokerIdentity(self, epoch), requests.incrementAndGet());
        return proposer.propose(command).thenApply(ProducerBlocks::firstId);
    }

    private static long firstId(CommandReply reply) {
        if (reply instanceof CommandReply.Accepted accepted) {
            return accepted.firstProducerId();
        }
        throw new IllegalStateException("refused: " + reply);
    }
}

package io.thalweg.broker.app;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a broker that stops out of the way: waits for its turn, because brokers stop one at a time, then until it leads
 * nothing and no replica that is catching up needs it. Whatever cannot be had in time is left, with a warning.
 */
final class StopTurn {

    private static final Logger LOG = LoggerFactory.getLogger(StopTurn.class);
    private static final long LONGEST_PROPOSAL_MILLIS = 5_000;
    private static final long LONGEST_LOOK_MILLIS = 2_000;

    private final StopRules rules;
    private final ImageView view;
    private final Proposals proposals;
    private final long deadlineNanos;

    /** Brings a command to the metadata leader; fails when nobody answers in time. */
    @FunctionalInterface
    interface Proposals {
        CompletableFuture<CommandReply> propose(Command command, long timeoutMillis);
    }

    StopTurn(StopRules rules, ImageView view, Proposals proposals, Duration timeout) {
        this.rules = rules;
        this.view = view;
        this.proposals = proposals;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** Returns when the broker may go. */
    void await() {
        try {
            if (!begin() || !until(this::isFree, leftMillis())) {
                LOG.warn(
                        "stopping with {} leaders that were not handed over; {} partitions take no writes without this broker",
                        rules.leadersToMove(view.image()),
                        rules.replicasToAwait(view.image()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFree(ClusterImage image) {
        return rules.leadersToMove(image) == 0 && rules.replicasToAwait(image) == 0;
    }

    /** Returns whether it is this broker's turn, or nobody is left who would take turns. */
    private boolean begin() throws InterruptedException {
        while (rules.othersServe(view.image()) && leftMillis() > 0) {
            CommandReply reply = propose();
            if (reply == null || !isTurnOfAnother(reply)) {
                return reply != null && reply.accepted();
            }
            LOG.info("waiting for the turn to stop: {}", ((CommandReply.Rejected) reply).message());
            until(image -> rules.stopping(image) == null, Math.min(leftMillis(), LONGEST_LOOK_MILLIS));
        }
        return true;
    }

    /** Returns null if nobody answered: the quorum may be gone already, when all brokers stop at once. */
    private @Nullable CommandReply propose() throws InterruptedException {
        Broker self = view.image().broker(rules.self());
        if (self == null) {
            return null;
        }
        long millis = Math.min(leftMillis(), LONGEST_PROPOSAL_MILLIS);
        try {
            return proposals
                    .propose(new Command.StopBroker(self.identity()), millis)
                    .get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("stopping out of turn: {}", e.toString());
            return null;
        }
    }

    private static boolean isTurnOfAnother(CommandReply reply) {
        return reply instanceof CommandReply.Rejected rejected
                && rejected.reason() == RejectionReason.ANOTHER_BROKER_STOPS;
    }

    private boolean until(Predicate<ClusterImage> condition, long millis) throws InterruptedException {
        CompletableFuture<Void> met = new CompletableFuture<>();
        Runnable unsubscribe = view.subscribe((image, changes) -> {
            if (condition.test(image)) {
                met.complete(null);
            }
        });
        try {
            if (!condition.test(view.image())) {
                met.get(millis, TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this", e);
        } finally {
            unsubscribe.run();
        }
    }

    private long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
    }
}

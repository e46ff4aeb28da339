package io.thalweg.broker.replication;

import io.thalweg.broker.replication.action.ReplicaAction;
import io.thalweg.broker.replication.message.FollowerMessage;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What each follower called durable in this leader epoch, over all its lives. Within one leader epoch nobody cuts below
 * that, unless a fault of it was reported, so a follower whose log ends below has lost bytes, whatever its restart said: a restored disk image, a disk that
 * lies about flush. Its entry must not stay validated; the report is repeated until the view shows that it is not.
 */
final class AckMemory {
    private static final int FEW = 4;

    private final ReplicaContext context;
    private final Map<BrokerId, Long> durableEnds = new HashMap<>(FEW);
    private Map<BrokerId, Long> settledFaults = Map.of();
    private Map<BrokerId, Loss> losses = Map.of();

    AckMemory(ReplicaContext context) {
        this.context = context;
    }

    /** A follower says that everything below is durable. */
    void acknowledged(BrokerId follower, long durableEnd) {
        durableEnds.merge(follower, durableEnd, Math::max);
    }

    /** A follower begins, or begins again. */
    void followed(PeerStream stream, FollowerMessage.Follow follow) {
        BrokerId peer = stream.peer();
        if (follow.settledFault() > settledFaults.getOrDefault(peer, 0L)) {
            settledFaults = settledFaults.isEmpty() ? new HashMap<>(FEW) : settledFaults;
            settledFaults.put(peer, follow.settledFault());
            durableEnds.remove(peer);
            if (!losses.isEmpty()) {
                losses.remove(peer);
            }
        }
        long remembered = durableEnds.getOrDefault(peer, 0L);
        if (follow.logEnd() < remembered) {
            Holder entry = new Holder(peer, stream.peerEpoch());
            losses = losses.isEmpty() ? new HashMap<>(FEW) : losses;
            losses.put(peer, new Loss(entry, follow, remembered));
            review();
        }
    }

    /** The view or the time changed. */
    void review() {
        Iterator<Loss> all = losses.values().iterator();
        while (all.hasNext()) {
            Loss loss = all.next();
            if (isKnownNotToCount(loss.entry)) {
                durableEnds.put(loss.entry.broker(), loss.follow.logEnd());
                all.remove();
            } else if (counts(loss.entry) && context.nowMillis() >= loss.reportAtMillis) {
                loss.reportAtMillis = context.nowMillis() + context.settings().retryMillis();
                context.outbox()
                        .add(new ReplicaAction.ReportAmnesia(loss.entry, loss.follow.settledFault(), loss.toString()));
            }
        }
    }

    private boolean counts(Holder entry) {
        PartitionView view = context.view();
        return view.holders().contains(entry) && view.validated(entry);
    }

    /** Not so while the view is older than the registration of the follower's life. */
    private boolean isKnownNotToCount(Holder entry) {
        ReplicaStatus status = context.view().status(entry.broker());
        return status != null && status.epoch().value() >= entry.epoch().value() && !counts(entry);
    }

    private static final class Loss {
        private final Holder entry;
        private final FollowerMessage.Follow follow;
        private final long durableEnd;
        private long reportAtMillis;

        Loss(Holder entry, FollowerMessage.Follow follow, long durableEnd) {
            this.entry = entry;
            this.follow = follow;
            this.durableEnd = durableEnd;
        }

        @Override
        public String toString() {
            return "amnesia: " + entry + " had called everything below " + durableEnd + " durable, and its log ends at "
                    + follow.logEnd();
        }
    }
}

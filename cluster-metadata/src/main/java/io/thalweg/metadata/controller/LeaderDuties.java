package io.thalweg.metadata.controller;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerState;
import io.thalweg.metadata.model.Tombstone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata leader owes the cluster: ticks, activating, fencing, forgetting, digests. One object per term. Pure;
 * confined to one thread.
 *
 * <p>A duty stays due until the image shows it done, so the caller must not propose a command again that is under way.
 */
public final class LeaderDuties {

    /** Log entries between two digests. */
    static final long DIGEST_GAP = 4_096;

    private final long sessionMillis;
    private final long tickMillis;
    private final SessionTable sessions = new SessionTable();
    private final Set<BrokerIdentity> dead = new HashSet<>();
    private long listeningSinceMillis;
    private long lastRunMillis;
    private long nextTickMillis;
    private long lastDigestIndex;

    /**
     * @param sessionMillis a broker not heard for this long is fenced
     * @param tickMillis time between two ticks
     * @param nowMillis monotonic time at which this voter became leader
     * @param listeningSinceMillis sessions count from then on: no earlier leader was known to lead after it
     * @param imageIndex index of the image at that time
     */
    public LeaderDuties(
            long sessionMillis, long tickMillis, long nowMillis, long listeningSinceMillis, long imageIndex) {
        this.sessionMillis = sessionMillis;
        this.tickMillis = tickMillis;
        this.listeningSinceMillis = listeningSinceMillis;
        this.lastRunMillis = nowMillis;
        this.nextTickMillis = nowMillis;
        this.lastDigestIndex = imageIndex;
    }

    /** Sessions of this term. */
    public SessionTable sessions() {
        return sessions;
    }

    /** The broker registered, or registered again, and has an open stream. */
    public void opened(BrokerIdentity broker, long nowMillis) {
        dead.remove(broker);
        sessions.opened(broker, nowMillis);
    }

    /** The process of this registration has ended, beyond doubt. */
    public void provenDead(BrokerIdentity broker) {
        dead.add(broker);
    }

    /**
     * Commands that are due now; to be called many times per second.
     *
     * @param nowMillis monotonic
     * @param wallMillis milliseconds since 1970, for the tick
     */
    public List<Command> due(ClusterImage image, long nowMillis, long wallMillis) {
        List<Command> due = new ArrayList<>();
        noticeOwnPause(nowMillis);
        fence(image, nowMillis, due);
        activate(image, nowMillis, due);
        forget(image, due);
        if (image.index() - lastDigestIndex >= DIGEST_GAP) {
            lastDigestIndex = image.index();
            due.add(new Command.Digest(image.index(), image.digest()));
        }
        if (nowMillis >= nextTickMillis) {
            nextTickMillis = nowMillis + tickMillis;
            due.add(new Command.Tick(wallMillis, positions()));
        }
        return due;
    }

    /** Active brokers of which this leader has no open stream and does not know what became of them: they may have died. */
    public List<Broker> unheard(ClusterImage image) {
        return image.brokers().stream()
                .filter(Broker::active)
                .filter(broker -> !dead.contains(broker.identity()))
                .filter(broker -> {
                    BrokerSession session = sessions.session(broker.identity());
                    return session == null || !session.connected();
                })
                .toList();
    }

    /** A process that stood still heard nobody; that is no reason to fence everybody. */
    private void noticeOwnPause(long nowMillis) {
        if (nowMillis - lastRunMillis > sessionMillis / 4) {
            listeningSinceMillis = nowMillis;
        }
        lastRunMillis = nowMillis;
    }

    private void fence(ClusterImage image, long nowMillis, List<Command> due) {
        List<BrokerIdentity> over = image.brokers().stream()
                .filter(Broker::active)
                .map(Broker::identity)
                .filter(broker -> dead.contains(broker) || nowMillis - heard(broker) >= sessionMillis)
                .toList();
        if (!over.isEmpty()) {
            due.add(new Command.FenceBrokers(over));
        }
    }

    private long heard(BrokerIdentity broker) {
        BrokerSession session = sessions.session(broker);
        return session == null ? listeningSinceMillis : Math.max(listeningSinceMillis, session.heardMillis());
    }

    private void activate(ClusterImage image, long nowMillis, List<Command> due) {
        for (BrokerSession session : sessions.all()) {
            Broker broker = image.broker(session.broker().id());
            boolean waits = broker != null
                    && broker.identity().equals(session.broker())
                    && broker.state() == BrokerState.FENCED
                    && !dead.contains(session.broker());
            boolean lives = session.connected() && nowMillis - session.heardMillis() < sessionMillis;
            if (waits && lives && session.imageIndex() >= session.neededIndex()) {
                due.add(new Command.ActivateBroker(session.broker()));
            }
        }
    }

    private void forget(ClusterImage image, List<Command> due) {
        for (Tombstone tombstone : image.tombstones()) {
            boolean confirmed = tombstone.unconfirmed().stream()
                    .allMatch(broker -> confirmed(image.broker(broker), tombstone.deletedIndex()));
            if (confirmed) {
                due.add(new Command.ForgetTopic(tombstone.topic()));
            }
        }
    }

    private boolean confirmed(@Nullable Broker broker, long index) {
        if (broker == null) {
            return true;
        }
        BrokerSession session = sessions.session(broker.identity());
        return session != null && session.imageIndex() >= index;
    }

    private List<StoragePosition> positions() {
        return sessions.all().stream()
                .filter(session -> session.storage().written() > 0)
                .map(session -> new StoragePosition(session.broker(), session.storage()))
                .toList();
    }

    /** Whether every one of these brokers that is still active has acted on the image at that index. */
    public boolean served(ClusterImage image, Set<BrokerId> brokers, long index) {
        return brokers.stream().map(image::broker).allMatch(broker -> {
            if (broker == null || !broker.active()) {
                return true;
            }
            BrokerSession session = sessions.session(broker.identity());
            return session != null && session.imageIndex() >= index;
        });
    }
}

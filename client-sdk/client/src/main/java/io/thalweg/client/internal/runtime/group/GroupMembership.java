package io.thalweg.client.internal.runtime.group;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.internal.retry.Backoff;
import io.thalweg.client.internal.retry.BrokerError;
import io.thalweg.client.internal.retry.Verdict;
import io.thalweg.client.internal.runtime.cluster.ClientCore;
import io.thalweg.client.internal.runtime.cluster.CoordinatorRoute;
import io.thalweg.client.internal.runtime.port.JoinRequest;
import io.thalweg.client.internal.runtime.port.MemberIdentity;
import io.thalweg.client.internal.runtime.port.MemberStream;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one member in its group: joins, sends heartbeats, follows the coordinator when it moves, and joins as a new member when the coordinator does not
 * know it any more. State belongs to the client's loop; the queue of changes is for the polling thread.
 */
public final class GroupMembership {
    private static final Logger LOG = LoggerFactory.getLogger(GroupMembership.class);
    private static final int DEFAULT_HEARTBEAT_MILLIS = 1_000;
    private static final long LEAVE_NANOS = 5_000_000_000L;

    private final ClientCore core;
    private final JoinRequest request;
    private final CoordinatorRoute route;
    private final Runnable wakePoller;
    private final Backoff backoff = new Backoff();
    private final ArrayDeque<GroupChange> changes = new ArrayDeque<>();
    private volatile @Nullable MemberIdentity identity;
    private String memberId = "";
    private @Nullable Session session;
    private @Nullable ErrorReason warned;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private boolean leaving;
    private long leaveUntil;

    /** {@code wakePoller} is called whenever there is a change to take. */
    public GroupMembership(ClientCore core, JoinRequest request, Runnable wakePoller) {
        this.core = core;
        this.request = request;
        this.route = new CoordinatorRoute(core, request.settings().group());
        this.wakePoller = wakePoller;
    }

    // --- Called by the polling thread. ---

    public void start() {
        core.loop().execute(this::connect);
    }

    /** The next change, or null. */
    public @Nullable GroupChange takeChange() {
        synchronized (changes) {
            return changes.poll();
        }
    }

    /** The polling thread has given up what the assignment does not list. */
    public void confirm(GroupChange.Assigned assignment) {
        core.loop().execute(() -> {
            identity = new MemberIdentity(memberId, assignment.memberEpoch());
            if (session != null) {
                session.stream.confirm(assignment.memberEpoch());
            }
        });
    }

    /** Who commits: the member under its last confirmed epoch; null while it is none. */
    public @Nullable MemberIdentity identity() {
        return identity;
    }

    /**
     * Leaves the group, following the coordinator if it moves meanwhile, for five seconds at most. Done when the coordinator has let the member go, so
     * that its partitions are free and the group may be empty, or when that could not be reached: then the member's session runs out there.
     */
    public CompletableFuture<Void> leave() {
        core.loop().execute(() -> {
            leaving = true;
            leaveUntil = core.clocks().nowNanos() + LEAVE_NANOS;
            if (session != null) {
                session.stream.leave();
                core.loop().after(LEAVE_NANOS / 1_000_000, this::gone);
            } else {
                connect();
            }
        });
        return left;
    }

    // --- Called on the loop. ---

    private void connect() {
        if (session != null || left.isDone()) {
            return;
        }
        if (leaving && (memberId.isEmpty() || core.clocks().nowNanos() - leaveUntil >= 0)) {
            gone();
            return;
        }
        BrokerAddress coordinator = route.target();
        if (coordinator == null) {
            warn(route.problem());
            core.loop().after(backoff.nextMillis(), this::connect);
            return;
        }
        core.network().connectNow(coordinator);
        session = new Session(coordinator);
        if (leaving) {
            session.stream.leave();
        }
    }

    /** A poll waits as long as it takes, so the reason must be seen somewhere; each reason once. */
    private void warn(@Nullable BrokerError problem) {
        if (problem != null && problem.reason() != warned) {
            warned = problem.reason();
            LOG.warn("no coordinator for group {} yet: {}", request.settings().group(), problem);
        }
    }

    private void joined(Session from, String id, int heartbeatMillis) {
        if (from != session) {
            return;
        }
        backoff.reset();
        warned = null;
        MemberIdentity known = identity;
        if (known == null || !known.memberId().equals(id)) {
            identity = new MemberIdentity(id, 0);
        }
        memberId = id;
        from.heartbeatMillis = heartbeatMillis > 0 ? heartbeatMillis : DEFAULT_HEARTBEAT_MILLIS;
        from.lastHeard = core.clocks().nowNanos();
        core.loop().after(from.heartbeatMillis, () -> beat(from));
    }

    private void beat(Session to) {
        if (to != session || leaving) {
            return;
        }
        long silentMillis = (core.clocks().nowNanos() - to.lastHeard) / 1_000_000;
        if (to.answersHeartbeats && silentMillis > 3L * to.heartbeatMillis) {
            to.stream.close();
            ended(to, BrokerError.of(ErrorReason.CONNECTION_LOST, "no heartbeat for " + silentMillis + " ms"));
            return;
        }
        to.stream.heartbeat();
        core.loop().after(to.heartbeatMillis, () -> beat(to));
    }

    private void assigned(Session from, long memberEpoch, Set<TopicPartition> owned) {
        if (from == session) {
            tell(new GroupChange.Assigned(memberEpoch, Set.copyOf(owned)));
        }
    }

    private void tell(GroupChange change) {
        synchronized (changes) {
            changes.add(change);
        }
        wakePoller.run();
    }

    private void ended(Session from, BrokerError error) {
        if (from != session) {
            return;
        }
        session = null;
        LOG.debug("membership of {} at {} ended: {}", memberId, from.coordinator, error);
        if (leaving) {
            leaveElsewhere(error);
            return;
        }
        if (error.reason() == ErrorReason.UNKNOWN_MEMBER || error.reason() == ErrorReason.FENCED_MEMBER) {
            memberId = "";
            identity = null;
            tell(new GroupChange.Lost());
            core.loop().after(request.settings().staticId().isEmpty() ? 0 : backoff.nextMillis(), this::connect);
            return;
        }
        if (Verdict.of(error.reason()) == Verdict.GIVE_UP && error.reason() != ErrorReason.INTERNAL) {
            tell(new GroupChange.Refused(error.toException()));
            return;
        }
        boolean atOnce = route.learn(error);
        core.loop().after(atOnce ? 0 : backoff.nextMillis(), this::connect);
    }

    private void leaveElsewhere(BrokerError error) {
        if (error.reason() == ErrorReason.UNKNOWN_MEMBER || Verdict.of(error.reason()) == Verdict.GIVE_UP) {
            gone();
            return;
        }
        boolean atOnce = route.learn(error);
        core.loop().after(atOnce ? 0 : backoff.nextMillis(), this::connect);
    }

    /** There is nothing left to do for this member, whether the coordinator knows or not. */
    private void gone() {
        left.complete(null);
        if (session != null) {
            session.stream.close();
            session = null;
        }
    }

    /** One stream to one coordinator. */
    private final class Session {
        private final BrokerAddress coordinator;
        private final MemberStream stream;
        private int heartbeatMillis = DEFAULT_HEARTBEAT_MILLIS;
        private long lastHeard;
        private boolean answersHeartbeats;

        Session(BrokerAddress coordinator) {
            this.coordinator = coordinator;
            this.lastHeard = core.clocks().nowNanos();
            this.stream = core.network().join(coordinator, request.as(memberId), new Events(this));
        }
    }

    /** Brings what the network calls to the loop. */
    private final class Events implements MemberStream.Listener {
        private final Session from;

        Events(Session from) {
            this.from = from;
        }

        @Override
        public void onJoined(String id, int heartbeatIntervalMillis) {
            core.loop().execute(() -> joined(from, id, heartbeatIntervalMillis));
        }

        @Override
        public void onAssignment(long memberEpoch, Set<TopicPartition> owned) {
            core.loop().execute(() -> {
                from.lastHeard = core.clocks().nowNanos();
                assigned(from, memberEpoch, owned);
            });
        }

        @Override
        public void onHeartbeat() {
            core.loop().execute(() -> {
                from.lastHeard = core.clocks().nowNanos();
                from.answersHeartbeats = true;
            });
        }

        @Override
        public void onLeft() {
            core.loop().execute(GroupMembership.this::gone);
        }

        @Override
        public void onClosed(BrokerError error) {
            core.loop().execute(() -> ended(from, error));
        }
    }
}

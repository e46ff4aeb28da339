package io.thalweg.metadata.rpc;

import io.thalweg.metadata.controller.LeaderListener;
import io.thalweg.metadata.controller.Leadership;
import io.thalweg.metadata.controller.MetadataQuorum;
import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.controller.Predecessor;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Voter;
import io.thalweg.proto.v1.OpenSession;
import io.thalweg.proto.v1.SessionRequest;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends terms of leadership, and hands everything that happens to the current one, all on one thread. Public
 * methods may be called from any thread and never block, but for {@link #close}.
 */
public final class LeaderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);
    private static final long PERIOD_MILLIS = 25;

    private final LeaderSettings settings;
    private final MetadataQuorum quorum;
    private final PortProbe probe;
    private final LeaderListener listener;
    private final LeaderThread thread = new LeaderThread();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Predecessor predecessor;
    private @Nullable LeaderTerm current;

    /** Starts its thread. */
    public LeaderLoop(LeaderSettings settings, MetadataQuorum quorum, PortProbe probe, LeaderListener listener) {
        this.settings = settings;
        this.quorum = quorum;
        this.probe = probe;
        this.listener = listener;
        this.predecessor = new Predecessor(settings.electionTimeout().toMillis());
        quorum.applied().onChange(this::wake);
        thread.every(PERIOD_MILLIS, this::step);
    }

    /** Something was applied, or the leadership changed. */
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            thread.execute(() -> {
                woken.set(false);
                step();
            });
        }
    }

    void receive(SessionStream stream, SessionRequest request) {
        thread.execute(() -> {
            if (stream.ended()) {
                return;
            }
            LeaderTerm term = refreshed();
            if (term == null) {
                stream.fail(StatusMapper.notLeader(otherLeader()));
                return;
            }
            switch (request.getRequestCase()) {
                case OPEN -> open(term, stream, request.getOpen());
                case BEAT -> term.beat(stream, request.getBeat());
                case EVIDENCE -> term.evidence(stream, request.getEvidence());
                case REQUEST_NOT_SET -> stream.fail(StatusMapper.invalid("an empty session request"));
            }
        });
    }

    void gone(SessionStream stream, boolean farewell) {
        thread.execute(() -> {
            LeaderTerm term = current;
            if (term == null) {
                stream.gone(farewell);
            } else {
                term.gone(stream, farewell);
            }
        });
    }

    void pump(SessionStream stream) {
        thread.execute(stream::pump);
    }

    /** Runs {@code done} on the loop's thread: see {@link LeaderTerm#whenServed}; at once if this voter does not lead. */
    void whenServed(long index, Set<BrokerId> brokers, Runnable done) {
        thread.execute(() -> {
            LeaderTerm term = current;
            if (term == null) {
                done.run();
            } else {
                term.whenServed(index, brokers, done);
            }
        });
    }

    private void open(LeaderTerm term, SessionStream stream, OpenSession request) {
        String expected = settings.clusterId().toString();
        if (!request.getClusterId().equals(expected)) {
            stream.fail(StatusMapper.wrongCluster(expected, request.getClusterId()));
        } else if (!stream.beginOpening()) {
            stream.fail(StatusMapper.invalid("a second open in one session"));
        } else {
            term.open(stream, request);
        }
    }

    private void step() {
        LeaderTerm term = refreshed();
        if (term != null) {
            term.run();
            term.pump();
        }
    }

    /** The term that runs now, begun or ended as the quorum says; null when this voter does not lead. */
    private @Nullable LeaderTerm refreshed() {
        Leadership now = quorum.leadership();
        long nowMillis = settings.monotonicMillis().getAsLong();
        predecessor.look(now, nowMillis);
        LeaderTerm term = current;
        if (term != null && (!now.leading() || now.term() != term.term())) {
            LOG.info("This voter's term {} as metadata leader is over", term.term());
            term.end(StatusMapper.notLeader(otherLeader()));
            current = null;
            term = null;
        }
        if (term == null && now.leading()) {
            LOG.info("This voter is the metadata leader in term {}", now.term());
            term = new LeaderTerm(
                    now.term(), settings, quorum, thread, probe, listener, predecessor.silentSince(nowMillis));
            current = term;
        }
        return term;
    }

    private @Nullable Voter otherLeader() {
        Voter leader = quorum.leadership().leader();
        return leader == null || leader.id() == settings.self() ? null : leader;
    }

    /** Ends all sessions and the thread. */
    @Override
    public void close() {
        thread.execute(() -> {
            LeaderTerm term = current;
            if (term != null) {
                term.end(StatusMapper.notLeader(otherLeader()));
                current = null;
            }
        });
        thread.close();
    }
}

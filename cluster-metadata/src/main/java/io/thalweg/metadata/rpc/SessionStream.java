package io.thalweg.metadata.rpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.proto.v1.BeatAnswer;
import io.thalweg.proto.v1.EvidenceQuestion;
import io.thalweg.proto.v1.SessionEvent;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one broker's stream: first the welcome, then feed and answers as fast as the broker takes them.
 * Confined to the leader's thread. States: opening, open (has a feed), ended.
 */
final class SessionStream {

    private static final long NOTHING_TOLD = Long.MIN_VALUE;

    private final ServerCallStreamObserver<SessionEvent> out;
    private @Nullable BrokerIdentity broker;
    private @Nullable ImageFeed feed;
    private @Nullable BeatAnswer answer;
    private @Nullable EvidenceQuestion question;
    private long toldVoters = NOTHING_TOLD;
    private boolean opening;
    private boolean ended;

    SessionStream(ServerCallStreamObserver<SessionEvent> out) {
        this.out = out;
    }

    /** Returns false if the stream was opened before. */
    boolean beginOpening() {
        boolean first = !opening;
        opening = true;
        return first;
    }

    void opened(BrokerIdentity identity, SessionEvent welcome, ImageFeed imageFeed) {
        broker = identity;
        feed = imageFeed;
        out.onNext(welcome);
        pump();
    }

    /** The broker of an open stream, else null. */
    @Nullable
    BrokerIdentity broker() {
        return broker;
    }

    /** Whether the broker must be told of the voters that the log names at that index; it counts as told then. */
    boolean mustTellVoters(long index) {
        boolean news = index != toldVoters;
        toldVoters = index;
        return news;
    }

    boolean ended() {
        return ended;
    }

    /** Queues the answer; a newer one takes the place of one that could not be sent yet. */
    void answer(BeatAnswer next) {
        BeatAnswer unsent = answer;
        answer = unsent != null && unsent.hasVoters() && !next.hasVoters()
                ? next.toBuilder().setVoters(unsent.getVoters()).build()
                : next;
        pump();
    }

    /** Queues the question; a newer one takes the place of one that could not be sent yet, and asks for all that is open. */
    void ask(EvidenceQuestion next) {
        question = next;
        pump();
    }

    /** Sends as much as the broker takes now. */
    void pump() {
        while (!ended && out.isReady()) {
            SessionEvent next = nextEvent();
            if (next == null) {
                return;
            }
            out.onNext(next);
        }
    }

    private @Nullable SessionEvent nextEvent() {
        BeatAnswer waiting = answer;
        if (waiting != null) {
            answer = null;
            return SessionEvent.newBuilder().setBeat(waiting).build();
        }
        SessionEvent news = feed == null ? null : feed.next();
        EvidenceQuestion asked = question;
        if (news == null && asked != null) {
            question = null;
            return SessionEvent.newBuilder().setQuestion(asked).build();
        }
        return news;
    }

    /** Lets the broker send one more message. */
    void request() {
        if (!ended) {
            out.request(1);
        }
    }

    void fail(StatusRuntimeException cause) {
        if (!ended) {
            ended = true;
            feed = null;
            out.onError(cause);
        }
    }

    /** The broker ended the stream, or it broke. */
    void gone(boolean farewell) {
        if (!ended) {
            ended = true;
            feed = null;
            if (farewell) {
                out.onCompleted();
            }
        }
    }
}

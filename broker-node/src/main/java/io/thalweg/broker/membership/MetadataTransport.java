package io.thalweg.broker.membership;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ProposeRequest;
import io.thalweg.proto.v1.ProposeResponse;
import io.thalweg.proto.v1.SessionEvent;
import io.thalweg.proto.v1.SessionRequest;
import java.util.concurrent.CompletableFuture;

/** Port to the metadata services of the voters. Nothing here blocks. */
public interface MetadataTransport {

    /**
     * Opens a session stream. The handler is called in order, on the session's own executor; {@code onEnd} is the last
     * call, also when the voter cannot be reached at all.
     */
    Channel openSession(Endpoint voter, Handler handler);

    /** Proposes at one voter; fails with {@link VoterRefusal} in any other case than an answer. */
    CompletableFuture<ProposeResponse> propose(Endpoint voter, ProposeRequest request, long timeoutMillis);

    /** The sending half of a session stream. */
    interface Channel {
        /** Sends, or drops when the stream has ended. */
        void send(SessionRequest request);

        /** Says farewell: nothing more is sent, and the voter ends the stream once nobody misses this broker. */
        void leave();

        /** Ends the stream; the handler hears {@code onEnd}. */
        void cancel();
    }

    /** The receiving half of a session stream. */
    interface Handler {
        /** The voter sent something. */
        void onEvent(SessionEvent event);

        /** The stream is over. */
        void onEnd(VoterRefusal cause);
    }
}

package io.thalweg.broker.rpc;

import io.thalweg.proto.v1.ErrorReason;

/** Hears what the client port does, for meters. Called from any thread; must not block. */
public interface RequestListener {

    /** A unary call ended, well or not. */
    void onCall(String method, long nanos);

    /** A call or a request within a stream failed. */
    void onError(ErrorReason reason);

    /** A batch was appended and answered. */
    void onAppended(int records, int bytes, long nanos);

    /** Batches were sent to a client. */
    void onFetched(int bytes);
}

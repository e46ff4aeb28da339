package io.thalweg.broker.rpc.fetch;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.proto.v1.FetchResponse;
import java.nio.ByteBuffer;

/** Wraps what was read into answers, without copying the batches. Pure. */
final class FetchAnswers {

    private FetchAnswers() {}

    /** Returns the answer; it refers to the buffers of {@code data}, to which nobody writes again. */
    static FetchResponse of(ReadOutcome.Data data) {
        ByteString batches = ByteString.EMPTY;
        for (ByteBuffer buffer : data.batches()) {
            batches = batches.concat(UnsafeByteOperations.unsafeWrap(buffer.duplicate()));
        }
        return FetchResponse.newBuilder()
                .setHighWatermark(data.highWatermark())
                .setLogStart(data.logStart())
                .setLeaderEpoch(data.leaderEpoch())
                .setBatches(batches)
                .build();
    }
}

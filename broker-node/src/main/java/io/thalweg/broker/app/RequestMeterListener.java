package io.thalweg.broker.app;

import io.thalweg.broker.metrics.RequestMeters;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.proto.v1.ErrorReason;

/** Connects the services to their meters. */
record RequestMeterListener(RequestMeters meters) implements RequestListener {

    @Override
    public void onCall(String method, long nanos) {
        meters.onCall(method, nanos);
    }

    @Override
    public void onError(ErrorReason reason) {
        meters.onError(StatusMapper.name(reason));
    }

    @Override
    public void onAppended(int records, int bytes, long nanos) {
        meters.onAppended(records, bytes, nanos);
    }

    @Override
    public void onFetched(int bytes) {
        meters.onFetched(bytes);
    }
}

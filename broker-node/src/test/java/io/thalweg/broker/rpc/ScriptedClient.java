package io.thalweg.broker.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other end of a stream: reads, or does not, as the test says. */
public class ScriptedClient<T> extends ServerCallStreamObserver<T> {

    public final List<T> heard = new ArrayList<>();
    public boolean ready = true;
    public boolean completed;
    public @Nullable Throwable failure;

    /** How many messages the stream has asked for. */
    public int requested;

    private Runnable onReady = () -> {};

    /** The client reads again. */
    public void read() {
        ready = true;
        onReady.run();
    }

    @Override
    public void onNext(T message) {
        heard.add(message);
    }

    @Override
    public void onError(Throwable problem) {
        failure = problem;
    }

    @Override
    public void onCompleted() {
        completed = true;
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {
        onReady = handler;
    }

    @Override
    public void request(int count) {
        requested += count;
    }

    @Override
    public void disableAutoRequest() {
        // Nothing is requested here but by the stream.
    }

    @Override
    public void disableAutoInboundFlowControl() {
        disableAutoRequest();
    }

    @Override
    public void setOnReadyThreshold(int bytes) {
        // The test says when the client is ready.
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {
        // No test cancels.
    }

    @Override
    public void setCompression(String compression) {
        // Messages are heard as they are.
    }

    @Override
    public void setMessageCompression(boolean enable) {
        // Messages are heard as they are.
    }
}

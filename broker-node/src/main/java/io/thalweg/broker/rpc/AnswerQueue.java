package io.thalweg.broker.rpc;

import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the answers of one stream in the order in which they are put here, from whichever thread: one thread at a time
 * sends, the others leave their answer and go on, so no caller ever waits. The caller bounds what is under way.
 */
public final class AnswerQueue<T> {

    private final StreamObserver<T> target;
    private final Queue<T> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger working = new AtomicInteger();
    private volatile boolean finishing;
    private volatile boolean finished;

    /** Creates the queue in front of a stream. */
    public AnswerQueue(StreamObserver<T> target) {
        this.target = target;
    }

    /** Leaves an answer without sending it; call {@link #flush} afterwards, outside of any lock. */
    public void put(T answer) {
        answers.add(answer);
    }

    /** Sends what is waiting, unless another thread is at it and will. */
    public void flush() {
        if (working.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            drain();
            seen = working.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Ends the stream once everything that was put before has been sent. */
    public void finish() {
        finishing = true;
        flush();
    }

    /** Sends nothing any more: the other side is gone. */
    public void abandon() {
        finished = true;
        answers.clear();
    }

    private void drain() {
        boolean last = finishing;
        T answer = answers.poll();
        while (answer != null) {
            if (!finished) {
                target.onNext(answer);
            }
            answer = answers.poll();
        }
        if (last && !finished) {
            finished = true;
            target.onCompleted();
        }
    }
}

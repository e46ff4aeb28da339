package io.thalweg.broker.runtime.group;

/** Receives the outcome of one group request: one of the two methods, once, on the partition's loop. Must not block. */
public interface GroupListener<T> {
    void done(T answer);

    void refused(GroupRefusal refusal);
}

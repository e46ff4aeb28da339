package io.thalweg.metadata.app;

import org.jspecify.annotations.Nullable;

/** Told that this voter can no longer be trusted: the process must halt at once, without closing anything. */
@FunctionalInterface
public interface FatalListener {

    /** May be called more than once, from any thread. */
    void onFatal(String what, @Nullable Throwable cause);
}

package io.thalweg.broker.runtime.loop;

import io.thalweg.broker.runtime.link.RuntimeListener;
import java.util.function.Consumer;

/**
 * Who hears of a loop.
 *
 * @param listener hears of turns and writes
 * @param afterPass runs after each write of a turn and what followed from it
 * @param afterTurn runs at the end of each turn in which something happened
 * @param onFatal hears of a storage fault or a bug that no single partition can be blamed for; the process must halt
 */
public record LoopEvents(
        RuntimeListener listener, Runnable afterPass, Runnable afterTurn, Consumer<Throwable> onFatal) {}

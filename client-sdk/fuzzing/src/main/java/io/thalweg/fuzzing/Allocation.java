package io.thalweg.fuzzing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/** Bounds what a reader may allocate on the heap, so that a few bytes cannot ask for a lot of memory. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** The first use of a class allocates too, and only once; what a reader asks for, it asks for each time. */
    private static final int TRIES = 3;

    private Allocation() {}

    /**
     * Runs the work on this thread and fails if it allocates more than the bound, whether it returns or throws. Work that
     * seems to is run again before it is believed.
     *
     * @param mostBytes the bound; bytes that are free again at the end count as well
     */
    public static <T> T within(long mostBytes, Callable<T> work) throws Exception {
        for (int tries = 1; tries < TRIES; tries++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                T result = work.call();
                if (allocatedSince(before) <= mostBytes) {
                    return result;
                }
            } catch (Exception e) {
                if (allocatedSince(before) <= mostBytes) {
                    throw e;
                }
            }
        }
        return lastTry(mostBytes, work);
    }

    private static <T> T lastTry(long mostBytes, Callable<T> work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T result;
        try {
            result = work.call();
        } catch (Exception e) {
            check(before, mostBytes);
            throw e;
        }
        check(before, mostBytes);
        return result;
    }

    private static void check(long before, long mostBytes) {
        long allocated = allocatedSince(before);
        if (allocated > mostBytes) {
            throw new AssertionError("allocated " + allocated + " bytes, at most " + mostBytes + " are allowed");
        }
    }

    private static long allocatedSince(long before) {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}

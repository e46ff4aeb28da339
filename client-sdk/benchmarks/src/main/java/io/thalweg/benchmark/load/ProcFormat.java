package io.thalweg.benchmark.load;

/** Reads the files of Linux' proc file system. Ticks are hundredths of a second on every machine that runs Java. */
final class ProcFormat {
    /** Places behind the name of the program, which may itself hold blanks and brackets. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;

    /** Places in the first line of {@code /proc/stat}: idle and waiting for the disk, which are no work. */
    private static final int IDLE = 4;

    private static final int IO_WAIT = 5;

    /** User to stolen time; guests are counted in user time already. */
    private static final int LAST = 8;

    private ProcFormat() {}

    /** User and system time of a process, all its threads, by its {@code stat}. */
    static long processTicks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    }

    /** Time that the processors of the machine were busy, stolen time included, by {@code /proc/stat}. */
    static long busyTicks(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        long busy = 0;
        for (int field = 1; field <= LAST; field++) {
            if (field != IDLE && field != IO_WAIT) {
                busy += Long.parseLong(fields[field]);
            }
        }
        return busy;
    }

    /** Resident bytes of a process by its {@code status}. */
    static long residentBytes(String status) {
        String line = status.lines()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
}

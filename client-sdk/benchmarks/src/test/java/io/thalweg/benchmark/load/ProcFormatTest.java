package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcFormatTest {
    @Test
    void shouldAddUserAndSystemTimeWhateverTheProgramIsCalled() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 93 12 1 0 1234 66 7 8 20 0 80 0 99 5000 300";

        assertThat(ProcFormat.processTicks(stat)).isEqualTo(1_300);
    }

    @Test
    void shouldCountBusyTimeOfTheMachineWithoutWaitingAndWithoutGuestsTwice() {
        String stat = "cpu  100 20 30 4000 500 6 7 8 90 1\ncpu0 1 1 1 1 1 1 1 1 1 1\n";

        assertThat(ProcFormat.busyTicks(stat)).isEqualTo(100 + 20 + 30 + 6 + 7 + 8);
    }

    @Test
    void shouldReadResidentMemory() {
        String status = "Name:\tjava\nVmHWM:\t  900 kB\nVmRSS:\t  600 kB\nThreads:\t80\n";

        assertThat(ProcFormat.residentBytes(status)).isEqualTo(600 * 1024);
    }
}

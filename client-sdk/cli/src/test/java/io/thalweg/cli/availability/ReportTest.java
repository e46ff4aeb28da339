package io.thalweg.cli.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class ReportTest {
    @Test
    void shouldGiveMedianAndHighestOfTheWorstPartitions() {
        Report report = new Report(Duration.ofSeconds(6));
        report.add(new Trial(Fault.PAUSE_LEADER, List.of(1.0, 100.0), List.of(7.0, 3.0)));
        report.add(new Trial(Fault.PAUSE_LEADER, List.of(300.0, 2.0), List.of(9.0)));
        report.add(new Trial(Fault.PAUSE_LEADER, List.of(200.0), List.of(8.0)));

        assertThat(report.table()).endsWith("| SIGSTOP of a partition leader | 3 | 200 | 300 | 6500 | 8 | 9 |\n");
    }

    @Test
    void shouldTakeTheMiddleOfTwoAsMedian() {
        assertThat(Report.median(DoubleStream.of(1, 9, 3, 5))).isEqualTo(4);
    }
}

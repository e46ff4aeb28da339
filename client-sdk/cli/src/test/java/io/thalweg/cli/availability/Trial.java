package io.thalweg.cli.availability;

import java.util.List;

/**
 * What one fault did to the partitions that it could not take away for good.
 *
 * @param fault the fault
 * @param outageMillis longest gap per partition while the fault lasted
 * @param returnMillis longest gap per partition after it ended, until everything was as before
 */
record Trial(Fault fault, List<Double> outageMillis, List<Double> returnMillis) {

    Trial {
        outageMillis = List.copyOf(outageMillis);
        returnMillis = List.copyOf(returnMillis);
    }

    double worstOutage() {
        return worst(outageMillis);
    }

    double worstReturn() {
        return worst(returnMillis);
    }

    private static double worst(List<Double> millis) {
        return millis.stream().mapToDouble(each -> each).max().orElse(0);
    }

    @Override
    public String toString() {
        return "%s: outage %s, return %s".formatted(fault, text(outageMillis), text(returnMillis));
    }

    private static List<Long> text(List<Double> millis) {
        return millis.stream().sorted().map(Math::round).toList();
    }
}

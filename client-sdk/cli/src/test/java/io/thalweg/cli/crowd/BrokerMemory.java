package io.thalweg.cli.crowd;

import java.util.Map;
import java.util.TreeMap;

/**
 * What one broker's page of meters says of its memory, in bytes.
 *
 * @param resident of the process in RAM
 * @param heap in use, garbage included
 * @param parts what each bounded part holds
 * @param limits the most that it may hold
 */
record BrokerMemory(double resident, double heap, Map<String, Double> parts, Map<String, Double> limits) {
    private static final String HELD = "thalweg_memory_bytes{part=\"";
    private static final String LIMIT = "thalweg_memory_limit_bytes{part=\"";

    static BrokerMemory of(String metrics) {
        double resident = Double.NaN;
        double heap = 0;
        Map<String, Double> parts = new TreeMap<>();
        Map<String, Double> limits = new TreeMap<>();
        for (String line : metrics.split("\n", -1)) {
            double value = value(line);
            if (line.startsWith("thalweg_process_resident_memory_bytes")) {
                resident = value;
            } else if (line.startsWith("jvm_memory_used_bytes{area=\"heap\"")) {
                heap += value;
            } else if (line.startsWith(HELD)) {
                parts.put(part(line, HELD), value);
            } else if (line.startsWith(LIMIT)) {
                limits.put(part(line, LIMIT), value);
            }
        }
        return new BrokerMemory(resident, heap, parts, limits);
    }

    private static double value(String line) {
        int blank = line.lastIndexOf(' ');
        return line.startsWith("#") || blank < 0 ? Double.NaN : Double.parseDouble(line.substring(blank + 1));
    }

    private static String part(String line, String prefix) {
        return line.substring(prefix.length(), line.indexOf('"', prefix.length()));
    }
}

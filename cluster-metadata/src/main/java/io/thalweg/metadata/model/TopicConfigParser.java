package io.thalweg.metadata.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads topic settings. Stops at the first problem in alphabetical order of the keys, so every replica finds the same. */
final class TopicConfigParser {

    private static final List<String> KEYS =
            List.copyOf(TopicConfig.DEFAULT.toMap().keySet());

    private final Map<String, String> settings;

    private TopicConfigParser(Map<String, String> settings) {
        this.settings = settings;
    }

    static TopicConfigParse parse(Map<String, String> settings) {
        Map<String, String> sorted = new TreeMap<>(settings);
        for (String key : sorted.keySet()) {
            if (!KEYS.contains(key)) {
                String nearest = nearest(key);
                String message = "unknown topic setting '" + key + "'; did you mean '" + nearest + "'?";
                return new TopicConfigParse.Invalid(new InvalidSetting(key, nearest, message));
            }
        }
        try {
            return new TopicConfigParse.Valid(new TopicConfigParser(sorted).read());
        } catch (BadValue bad) {
            String message = "bad value '" + sorted.get(bad.key) + "' of " + bad.key + ": " + bad.problem;
            return new TopicConfigParse.Invalid(new InvalidSetting(bad.key, bad.key, message));
        }
    }

    static TopicConfigParse parse(TopicConfig before, Map<String, String> changes, Set<String> reset) {
        Map<String, String> settings = new TreeMap<>(before.toMap());
        for (String key : new TreeSet<>(reset)) {
            if (changes.containsKey(key)) {
                String message = "topic setting '" + key + "' can't be changed and set back to its default at once";
                return new TopicConfigParse.Invalid(new InvalidSetting(key, key, message));
            }
            // An unknown key stays in, so that it is refused like any other.
            if (settings.remove(key) == null) {
                settings.put(key, "");
            }
        }
        settings.putAll(changes);
        return parse(settings);
    }

    private TopicConfig read() throws BadValue {
        return new TopicConfig(
                unlimitedOr(TopicConfig.RETENTION_MS, Quantity.Unit.MILLIS, TopicConfig.DEFAULT.retentionMillis()),
                unlimitedOr(TopicConfig.RETENTION_BYTES, Quantity.Unit.BYTES, TopicConfig.DEFAULT.retentionBytes()),
                (int) inRange(
                        TopicConfig.MIN_INSYNC_REPLICAS,
                        Quantity.Unit.COUNT,
                        TopicConfig.DEFAULT.minInsyncReplicas(),
                        Short.MAX_VALUE),
                cleanupPolicy(),
                (int) inRange(
                        TopicConfig.MAX_MESSAGE_BYTES,
                        Quantity.Unit.BYTES,
                        TopicConfig.DEFAULT.maxMessageBytes(),
                        TopicConfig.MAX_MESSAGE_BYTES_LIMIT),
                durability());
    }

    private long unlimitedOr(String key, Quantity.Unit unit, long absent) throws BadValue {
        String text = settings.get(key);
        if (text == null || text.strip().equals("-1")) {
            return text == null ? absent : -1;
        }
        return quantity(key, text, unit);
    }

    private long inRange(String key, Quantity.Unit unit, long absent, long maximum) throws BadValue {
        String text = settings.get(key);
        long value = text == null ? absent : quantity(key, text, unit);
        if (value < 1 || value > maximum) {
            throw new BadValue(key, "must be from 1 to " + maximum);
        }
        return value;
    }

    private static long quantity(String key, String text, Quantity.Unit unit) throws BadValue {
        long value = Quantity.parse(text, unit);
        if (value < 0) {
            throw new BadValue(key, unit.expectation());
        }
        return value;
    }

    private CleanupPolicy cleanupPolicy() throws BadValue {
        String text = settings.getOrDefault(TopicConfig.CLEANUP_POLICY, "delete");
        if (!text.equals("delete")) {
            throw new BadValue(TopicConfig.CLEANUP_POLICY, "must be 'delete'");
        }
        return CleanupPolicy.DELETE;
    }

    private Durability durability() throws BadValue {
        String text = settings.getOrDefault(TopicConfig.DURABILITY, "fsync");
        return switch (text) {
            case "fsync" -> Durability.FSYNC;
            case "os" -> Durability.OS;
            default -> throw new BadValue(TopicConfig.DURABILITY, "must be 'fsync' or 'os'");
        };
    }

    private static String nearest(String key) {
        return KEYS.stream()
                .min(Comparator.comparingInt((String known) -> distance(key, known))
                        .thenComparing(known -> known))
                .orElse(TopicConfig.RETENTION_MS);
    }

    /** Edit distance (Levenshtein) with two rows; long keys are cut, they are nonsense anyway. */
    private static int distance(String a, String b) {
        String left = a.length() > 64 ? a.substring(0, 64) : a;
        int[] above = new int[b.length() + 1];
        for (int column = 0; column <= b.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[b.length() + 1];
            current[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int replace = above[column - 1] + (left.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replace, Math.min(above[column], current[column - 1]) + 1);
            }
            above = current;
        }
        return above[b.length()];
    }

    private static final class BadValue extends Exception {
        private final String key;
        private final String problem;

        BadValue(String key, String problem) {
            super(problem);
            this.key = key;
            this.problem = problem;
        }
    }
}

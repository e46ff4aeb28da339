package io.thalweg.metadata.model;

import java.util.Locale;

/** Numbers with units: {@code 7d}, {@code 500ms}, {@code 10GB}, {@code 1MiB}; without a unit milliseconds or bytes. */
final class Quantity {

    /** What a number measures. */
    enum Unit {
        COUNT("expected a whole number"),
        MILLIS("expected milliseconds or a number with ms, s, m, h or d"),
        BYTES("expected bytes or a number with KB, MB, GB, TB (thousands) or KiB, MiB, GiB, TiB");

        private final String expectation;

        Unit(String expectation) {
            this.expectation = expectation;
        }

        String expectation() {
            return expectation;
        }
    }

    private Quantity() {}

    /** The value in milliseconds, bytes or pieces; -1 if the text is not one or does not fit. */
    static long parse(String text, Unit unit) {
        String trimmed = text.strip();
        int digits = 0;
        while (digits < trimmed.length() && trimmed.charAt(digits) >= '0' && trimmed.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 18) {
            return -1;
        }
        String suffix = trimmed.substring(digits).strip().toLowerCase(Locale.ROOT);
        long factor = suffix.isEmpty() ? 1 : factor(suffix, unit);
        long number = Long.parseLong(trimmed.substring(0, digits));
        return factor < 1 || number > Long.MAX_VALUE / factor ? -1 : number * factor;
    }

    /** Milliseconds or bytes in one of the unit, 0 if there is no such unit. */
    private static long factor(String suffix, Unit unit) {
        return switch (unit) {
            case COUNT -> 0;
            case MILLIS -> millis(suffix);
            case BYTES -> bytes(suffix);
        };
    }

    private static long millis(String suffix) {
        return switch (suffix) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> 0;
        };
    }

    private static long bytes(String suffix) {
        return switch (suffix) {
            case "b" -> 1;
            case "kb" -> 1_000;
            case "mb" -> 1_000_000;
            case "gb" -> 1_000_000_000;
            case "tb" -> 1_000_000_000_000L;
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            case "tib" -> 1L << 40;
            default -> 0;
        };
    }
}

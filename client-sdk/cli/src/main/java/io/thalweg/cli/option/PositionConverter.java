package io.thalweg.cli.option;

import io.thalweg.client.api.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code earliest}, {@code latest}, an offset, or an ISO-8601 time: {@code 2026-11-22T08:00:00Z}, with an offset
 * from UTC, or without one for UTC; a date alone is its first moment.
 */
public final class PositionConverter implements ITypeConverter<Position> {
    private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");
    private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d\\d(:?\\d\\d)?)");

    @Override
    public Position convert(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> Position.earliest();
            case "latest" -> Position.latest();
            default ->
                OFFSET.matcher(text).matches() ? Position.offset(Long.parseLong(text)) : Position.time(time(text));
        };
    }

    private static Instant time(String text) {
        try {
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return ZONED.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is not earliest, latest, an offset, or a time such as 2026-11-22T08:00:00Z");
        }
    }
}

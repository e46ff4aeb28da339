package io.thalweg.broker.storage;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** One JSON object of strings and whole numbers without escapes: all that the folder's small files need. */
final class FlatJson {
    private static final Pattern OBJECT = Pattern.compile("\\s*\\{.*}\\s*", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"([^\"\\\\]*)\"|(-?\\d+))");
    private static final Pattern SUM = Pattern.compile(",?\\s*\"sum\"\\s*:\\s*\"([0-9a-f]*)\"");

    private FlatJson() {}

    /** The object with a checksum of everything else as its last field. */
    static String sealed(String object) {
        String open = object.strip();
        return open.substring(0, open.length() - 1).stripTrailing() + ",\n  \"sum\": \"" + sum(object) + "\"\n}\n";
    }

    /** The fields of a sealed object; empty if anything in it has changed. One that was never sealed is taken as it is. */
    static Map<String, String> readSealed(String text) {
        Matcher sum = SUM.matcher(text);
        if (sum.find()) {
            String rest = text.substring(0, sum.start()) + text.substring(sum.end());
            return sum(rest).equals(sum.group(1)) ? read(rest) : Map.of();
        }
        return read(text);
    }

    /** White space does not count. */
    private static String sum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    /** The fields of the object; empty if the text is none. */
    static Map<String, String> read(String text) {
        Map<String, String> fields = new HashMap<>();
        if (OBJECT.matcher(text).matches()) {
            Matcher field = FIELD.matcher(text);
            while (field.find()) {
                fields.put(field.group(1), field.group(2) != null ? field.group(2) : field.group(3));
            }
        }
        return fields;
    }
}

package io.thalweg.broker.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One JSON object of strings and whole numbers without escapes: all that the folder's small files need. */
final class FlatJson {
    private static final Pattern OBJECT = Pattern.compile("\\s*\\{.*}\\s*", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\"\\s*:\\s*(?:\"([^\"\\\\]*)\"|(-?\\d+))");

    private FlatJson() {}

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

package io.thalweg.broker.group;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A topic pattern of a client: RE2 syntax, so that matching takes linear time, and bounded counted repetitions, because
 * each copy of what is repeated costs memory and {@code (((a{100}){100}){100}){100}} would have a hundred million.
 */
final class TopicPattern {
    /** Bound on the product of all counted repetitions of a pattern. */
    private static final long MOST_COPIES = 1_000;

    private static final java.util.regex.Pattern REPETITION = java.util.regex.Pattern.compile("\\{(\\d+)(?:,(\\d*))?}");

    private TopicPattern() {}

    /** @throws IllegalArgumentException if the text is no pattern, or one that costs too much */
    static Pattern compile(String text) {
        GroupText.require("a topic pattern", text);
        if (copies(text) > MOST_COPIES) {
            throw new IllegalArgumentException("the counted repetitions of a topic pattern give at most " + MOST_COPIES
                    + " copies when multiplied");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("the topic pattern is not a valid RE2 expression: " + e.getMessage(), e);
        }
    }

    /** Product of the upper bounds, as if all were nested; saturates above the bound. */
    private static long copies(String text) {
        long copies = 1;
        java.util.regex.Matcher repetition = REPETITION.matcher(text);
        while (repetition.find() && copies <= MOST_COPIES) {
            String upper = repetition.group(2);
            String count = upper == null || upper.isEmpty() ? repetition.group(1) : upper;
            copies *= count.length() > 4 ? MOST_COPIES + 1 : Math.max(1, Integer.parseInt(count));
        }
        return copies;
    }
}

package io.thalweg.fuzzing;

import java.lang.reflect.Constructor;

/** What the coverage-guided fuzzer calls; it finds the method by its name. */
public final class JazzerTarget {
    /** System property: the fuzz test whose {@link FuzzRules#feed} is meant. */
    static final String TEST_PROPERTY = "fuzz.test";

    private static final FuzzRules RULES = warm(rules());

    private JazzerTarget() {}

    /** Feeds one input. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        RULES.feed(input);
    }

    /** Loads the classes before the first input is timed. */
    private static FuzzRules warm(FuzzRules rules) {
        try {
            for (byte[] seed : rules.seeds()) {
                rules.feed(seed);
            }
            return rules;
        } catch (Exception e) {
            throw new IllegalStateException("a seed breaks it", e);
        }
    }

    private static FuzzRules rules() {
        try {
            Constructor<?> constructor =
                    Class.forName(System.getProperty(TEST_PROPERTY)).getDeclaredConstructor();
            constructor.setAccessible(true);
            return (FuzzRules) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the fuzz test needs a constructor without arguments", e);
        }
    }
}

package io.thalweg.fuzzing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One thing that reads bytes, and what must hold for any bytes. A module's fuzz test implements this interface and
 * thereby inherits the tests. Inputs that once broke something lie as {@code .hex} files in
 * {@code src/test/resources/fuzz/<name of the test class>}.
 */
public interface FuzzRules {

    /** Mutations of the seeds that the gate tries, beside the seeds themselves. */
    int MUTATIONS = 4_000;

    /** System property: how long the coverage-guided fuzzer runs instead; without it the gate's tests run. */
    String SECONDS_PROPERTY = "fuzz.seconds";

    /**
     * Reads the input as the product would and throws if anything but the declared happens. Called for many inputs, one
     * at a time, and must not keep anything from one to the next.
     */
    void feed(byte[] input) throws Exception;

    /** Good inputs to begin with; at least one. */
    List<byte[]> seeds() throws Exception;

    @Test
    default void shouldHoldForSeedsAndTheirMutations() throws Exception {
        List<byte[]> inputs = new ArrayList<>(seeds());
        inputs.addAll(
                HexFiles.read(Path.of("src/test/resources/fuzz", getClass().getSimpleName())));
        if (Long.getLong(SECONDS_PROPERTY) != null) {
            JazzerProcess.run(getClass(), inputs, Long.getLong(SECONDS_PROPERTY));
            return;
        }
        for (byte[] input : inputs) {
            feedOne(input);
        }
        Mutations mutations = new Mutations(inputs, getClass().getName().hashCode());
        for (int count = 0; count < MUTATIONS; count++) {
            feedOne(mutations.next());
        }
    }

    private void feedOne(byte[] input) {
        byte[] copy = input.clone();
        try {
            feed(copy);
        } catch (Throwable problem) {
            throw new AssertionError("this input breaks it: " + HexFormat.of().formatHex(input), problem);
        }
    }
}

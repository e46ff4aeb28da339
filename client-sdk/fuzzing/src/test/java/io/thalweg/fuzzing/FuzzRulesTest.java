package io.thalweg.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FuzzRulesTest {

    private static final byte[] SEED = "a seed".getBytes(StandardCharsets.UTF_8);

    /** A reader that trips over one byte value. */
    private record Sloppy(int trap) implements FuzzRules {
        @Override
        public void feed(byte[] input) {
            for (byte value : input) {
                if (value == trap) {
                    throw new IllegalStateException("tripped");
                }
            }
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(SEED);
        }
    }

    @Test
    void shouldTellTheInputThatBreaksAReader() {
        assertThatThrownBy(() -> new Sloppy('s').shouldHoldForSeedsAndTheirMutations())
                .hasMessageContaining(HexFormat.of().formatHex(SEED));
        assertThatThrownBy(() -> new Sloppy(-1).shouldHoldForSeedsAndTheirMutations())
                .isInstanceOf(AssertionError.class);
        assertThatCode(() -> new Sloppy(1_000).shouldHoldForSeedsAndTheirMutations())
                .doesNotThrowAnyException();
    }

    @Test
    void shouldMakeTheSameMutationsAgain() {
        Mutations first = new Mutations(List.of(SEED), 5);
        Mutations second = new Mutations(List.of(SEED), 5);

        List<String> made = Stream.generate(first::next)
                .limit(200)
                .map(HexFormat.of()::formatHex)
                .toList();

        assertThat(Stream.generate(second::next).limit(200).map(HexFormat.of()::formatHex))
                .containsExactlyElementsOf(made);
        assertThat(made.stream().distinct()).hasSizeGreaterThan(100);
    }

    @Test
    void shouldFailWorkThatAllocatesTooMuch() {
        assertThatThrownBy(() -> Allocation.within(10_000, () -> new byte[10_000_000]))
                .hasMessageContaining("at most 10000");
        assertThatCode(() -> Allocation.within(1_000_000, () -> new byte[100_000]))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldReadHexFilesInOrder(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("b.hex"), "# second\n0102\n 03\n");
        Files.writeString(folder.resolve("a.hex"), "ff\n");
        Files.writeString(folder.resolve("readme.txt"), "not an input");

        assertThat(HexFiles.read(folder)).containsExactly(new byte[] {-1}, new byte[] {1, 2, 3});
        assertThat(HexFiles.read(folder.resolve("none"))).isEmpty();
    }
}

package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README shows programs that compile: its Java blocks are the example files, but for the package statement. */
final class ReadmeTest {

    private static final Path README = Path.of("../../README.md");
    private static final Path EXAMPLES = Path.of("src/test/java/io/thalweg/client/examples");
    private static final Pattern JAVA_BLOCK =
            Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void shouldShowTheExamplesAsTheyAreCompiled() throws IOException {
        // given
        List<String> examples = List.of(example("ProducerExample"), example("GroupConsumerExample"));

        // when
        List<String> shown = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();

        // then
        assertThat(shown).isEqualTo(examples);
    }

    private static String example(String name) throws IOException {
        String file = Files.readString(EXAMPLES.resolve(name + ".java"));
        return file.substring(file.indexOf("\nimport ") + 1);
    }
}

package io.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of peers' failures names the tests that keep them out: what does not exist keeps nothing out. */
final class FailurePageTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+)\\.(should[A-Za-z]+)`");
    private static final Pattern RULE = Pattern.compile("`([A-Z_]{5,})`");

    private static final Map<String, String> SOURCES = new HashMap<>();
    private static String page = "";

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(ROOT.resolve("docs/design/known-failures.md"));
        for (String module : List.of("cluster-metadata", "broker-node", "client-sdk/client", "client-sdk/cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    SOURCES.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        }
    }

    @Test
    void shouldNameTestsThatExist() {
        List<MatchResult> named = TEST.matcher(page).results().toList();

        assertThat(named)
                .hasSizeGreaterThan(40)
                .allSatisfy(test -> assertThat(SOURCES.getOrDefault(test.group(1) + ".java", ""))
                        .as(test.group())
                        .contains("void " + test.group(2) + "("));
    }

    @Test
    void shouldNameRulesThatTheSimulatorIsShownToNeed() {
        List<MatchResult> named = RULE.matcher(page).results().toList();

        assertThat(named)
                .hasSizeGreaterThan(5)
                .allSatisfy(rule -> assertThat(SOURCES.getOrDefault("RuleMutationTest.java", ""))
                        .contains(rule.group(1)));
    }

    @Test
    void shouldHaveARowForEachOfTheKnownFailures() {
        for (int number = 1; number <= 41; number++) {
            boolean together = number >= 25 && number <= 28;
            assertThat(page).contains(together ? "| 25-28 |" : "| " + number + " |");
        }
    }
}

package io.thalweg.broker.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Path.of("../docs/operations/configuration.md");

    @Test
    void shouldListEveryKeyOfTheCatalogueAndNoOther() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(SettingCatalogue.ALL.stream()
                        .map(ConfigurationPageTest::row)
                        .toList());
    }

    private static String row(Setting setting) {
        String defaultValue = setting.defaultValue();
        String shown = defaultValue == null ? "must be set" : defaultValue.isEmpty() ? "" : "`" + defaultValue + "`";
        return "| `" + setting.key() + "` | " + shown + " | " + setting.allowed() + " | " + setting.meaning() + " |";
    }
}

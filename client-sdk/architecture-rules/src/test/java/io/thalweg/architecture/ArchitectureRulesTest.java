package io.thalweg.architecture;

import static io.thalweg.architecture.ImportTable.ABOVE;
import static io.thalweg.architecture.ImportTable.ALL;
import static io.thalweg.architecture.ImportTable.REST;
import static io.thalweg.architecture.ImportTable.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that finds nothing is worth nothing: each is shown a sample that breaks it. */
final class ArchitectureRulesTest {

    private static final String SAMPLE = "io.thalweg.architecture.sample";

    private final JavaClasses sample = new ClassFileImporter().importPackages(SAMPLE);

    @Test
    void shouldAcceptWhatTheTableAllows() {
        ImportTable table =
                ImportTable.of(SAMPLE).row("inner").row("outer", ABOVE).row("rpc");

        assertThat(findings(table.rule())).isEmpty();
    }

    @Test
    void shouldReportAnImportTheTableDoesNotAllow() {
        ImportTable table = ImportTable.of(SAMPLE).row("inner").row("outer").row("rpc");

        assertThat(findings(table.rule()))
                .isNotEmpty()
                .allMatch(finding -> finding.contains("outer.Importer") && finding.contains("inner.Core"));
    }

    @Test
    void shouldNotLetTheRowsOfAShellImportEachOther() {
        ImportTable table =
                ImportTable.of(SAMPLE).shell("inner").shell("outer", ABOVE).row("rpc", ALL);

        assertThat(findings(table.rule())).isNotEmpty();
    }

    @Test
    void shouldReportAPackageWithoutARow() {
        ImportTable table =
                ImportTable.of(SAMPLE).row("inner").row("outer", ABOVE).row(ROOT, ALL);

        assertThat(findings(table.rule())).singleElement().asString().contains("rpc.ClockReader", "without a row");
    }

    @Test
    void shouldReportAForbiddenPackageOfAnotherModule() {
        ImportTable inner = ImportTable.of(SAMPLE + ".outer").row(REST, SAMPLE);
        ImportTable below = ImportTable.of(SAMPLE + ".outer").row(REST, SAMPLE + "..");
        JavaClasses outer = new ClassFileImporter().importPackages(SAMPLE + ".outer");

        assertThat(inner.rule().evaluate(outer).hasViolation()).isTrue();
        assertThat(below.rule().evaluate(outer).hasViolation()).isFalse();
    }

    @Test
    void shouldRefuseARowThatAllowsAnUnknownRow() {
        ImportTable table = ImportTable.of(SAMPLE).row("inner");

        assertThatThrownBy(() -> table.row("outer", "innner")).hasMessageContaining("innner");
    }

    @Test
    void shouldReportALibraryOutsideItsHome() {
        LibraryHome away = new LibraryHome("java.util.zip..", List.of("..storage.."));
        LibraryHome athome = new LibraryHome("java.util.zip..", List.of("..rpc.."));

        assertThat(findings(away.rule())).isNotEmpty();
        assertThat(findings(athome.rule())).isEmpty();
    }

    @Test
    void shouldReportClockAndDiceButNotGivenOnes() {
        assertThat(findings(GivenFromOutside.rule()))
                .hasSize(2)
                .anyMatch(finding -> finding.contains("nanoTime"))
                .anyMatch(finding -> finding.contains("Random"));
    }

    @Test
    void shouldReportANameThatSaysNothing() {
        JavaClasses named = new ClassFileImporter().importClasses(Telling.class, ThingManager.class);

        assertThat(ArchitectureRules.NAMES.evaluate(named).getFailureReport().getDetails())
                .singleElement()
                .asString()
                .contains("ThingManager");
    }

    @Test
    void shouldReportAPackageWithoutDescription() {
        assertThat(findings(ArchitectureRules.DESCRIBED_PACKAGES))
                .singleElement()
                .asString()
                .contains("rpc.ClockReader");
    }

    private static final class Telling {}

    private static final class ThingManager {}

    private List<String> findings(ArchRule rule) {
        return rule.evaluate(sample).getFailureReport().getDetails();
    }
}

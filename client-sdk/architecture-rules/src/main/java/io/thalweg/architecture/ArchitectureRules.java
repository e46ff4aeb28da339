package io.thalweg.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules every module keeps. A module's {@code ArchitectureTest} implements this interface, gives its import table
 * and thereby inherits the tests. They hold for the classes below the table's root, test classes excepted, and there
 * is no list of exceptions.
 */
public interface ArchitectureRules {

    /** A name says what the class is in the words of the domain. */
    ArchRule NAMES = ArchRuleDefinition.noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper|Common|Base)")
            .allowEmptyShould(true);

    /** A package says what lives there and takes part in the null checks. */
    ArchRule DESCRIBED_PACKAGES =
            ArchRuleDefinition.classes().should(new LieInANullMarkedPackage()).allowEmptyShould(true);

    /** Returns the import table of the module; its root says which classes are meant. */
    ImportTable imports();

    /** Returns one test per rule; the classes, which take longest, are read once. */
    @TestFactory
    default Stream<DynamicTest> architecture() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(imports().root());
        Stream<DynamicTest> libraries = LibraryHome.ALL.stream()
                .map(home -> test("shouldKeepInItsPackage: " + home.library(), home.rule(), classes));
        return Stream.concat(
                Stream.of(
                        test("shouldImportOnlyWhatTheTableAllows", imports().rule(), classes),
                        test("shouldHaveNoPackageCycle", cycles(imports().root()), classes),
                        test("shouldGetTimeAndChanceFromOutside", GivenFromOutside.rule(), classes),
                        test("shouldNameClassesAfterWhatTheyAre", NAMES, classes),
                        test("shouldDescribeAndNullMarkEveryPackage", DESCRIBED_PACKAGES, classes)),
                libraries);
    }

    private static DynamicTest test(String name, ArchRule rule, JavaClasses classes) {
        return DynamicTest.dynamicTest(name, () -> rule.check(classes));
    }

    private static ArchRule cycles(String root) {
        return SlicesRuleDefinition.slices()
                .matching(root + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /** The package has a package-info that carries {@link NullMarked}. */
    final class LieInANullMarkedPackage extends ArchCondition<JavaClass> {

        LieInANullMarkedPackage() {
            super("lie in a package whose package-info is @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean marked = type.getPackage()
                    .tryGetPackageInfo()
                    .filter(info -> info.isAnnotatedWith(NullMarked.class))
                    .isPresent();
            if (!marked) {
                events.add(SimpleConditionEvent.violated(
                        type, type.getName() + " lies in a package without a @NullMarked package-info"));
            }
        }
    }
}

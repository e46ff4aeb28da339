package io.thalweg.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The import table of one module, row by row as the layout section of the house style has it. A row names a package
 * below the module's root and the Thalweg packages it may import; what a row does not name is forbidden, and so is a
 * package without a row. Sub-packages belong to the longest row above them.
 *
 * <p>An allowed package is a row further up, {@link #ABOVE}, {@link #ALL}, or, when it starts with {@code io.thalweg}, a package identifier as
 * ArchUnit writes them: {@code io.thalweg.client} is that package alone, {@code io.thalweg.proto..} includes what is
 * below.
 *
 * <p>Tables are built once and not changed afterwards; an instance is not thread-safe while rows are added.
 */
public final class ImportTable {

    /** Name of the row for the root package alone. */
    public static final String ROOT = ".";

    /** Name of the row for everything that has no row of its own. */
    public static final String REST = "..";

    /** In a list of allowed packages: every row so far that is not part of the shell. */
    public static final String ABOVE = "above";

    /** In a list of allowed packages: every row so far. */
    public static final String ALL = "all";

    private static final String PRODUCT = "io.thalweg.";

    private final String root;
    private final Map<String, List<String>> allowedByRow = new LinkedHashMap<>();
    private final Set<String> shell = new HashSet<>();

    private ImportTable(String root) {
        this.root = root;
    }

    /** Starts the table of the module whose packages lie below {@code root}. */
    public static ImportTable of(String root) {
        return new ImportTable(root);
    }

    /** Adds the row of package {@code name}, which may import {@code allowed} and itself. */
    public ImportTable row(String name, String... allowed) {
        List<String> expanded =
                Arrays.stream(allowed).flatMap(target -> expand(name, target)).toList();
        if (allowedByRow.put(name, expanded) != null) {
            throw new IllegalArgumentException("two rows for " + name);
        }
        return this;
    }

    /** Adds a row of the shell: packages that meet in {@code app} only and never import each other. */
    public ImportTable shell(String name, String... allowed) {
        row(name, allowed);
        shell.add(name);
        return this;
    }

    private Stream<String> expand(String row, String target) {
        if (target.equals(ALL)) {
            return List.copyOf(allowedByRow.keySet()).stream();
        }
        if (target.equals(ABOVE)) {
            return List.copyOf(allowedByRow.keySet()).stream().filter(name -> !shell.contains(name));
        }
        if (!target.startsWith(PRODUCT) && !allowedByRow.containsKey(target)) {
            throw new IllegalArgumentException("row " + row + " allows " + target + ", which is no row above it");
        }
        return Stream.of(target);
    }

    /** Returns the root package of the module. */
    public String root() {
        return root;
    }

    /** Returns the rule that every class keeps to its row. */
    ArchRule rule() {
        return ArchRuleDefinition.classes()
                .that(DescribedPredicate.describe("are not package-info", type -> !isPackageInfo(type)))
                .should(new KeepToItsRow())
                .allowEmptyShould(true);
    }

    private static boolean isPackageInfo(JavaClass type) {
        return type.getSimpleName().equals("package-info");
    }

    private Optional<String> rowOf(String packageName) {
        if (packageName.equals(root) && allowedByRow.containsKey(ROOT)) {
            return Optional.of(ROOT);
        }
        Optional<String> longest = allowedByRow.keySet().stream()
                .filter(name -> (packageName + ".").startsWith(root + "." + name + "."))
                .max(Comparator.comparingInt(String::length));
        boolean inRest = (packageName + ".").startsWith(root + ".") && allowedByRow.containsKey(REST);
        return longest.isEmpty() && inRest ? Optional.of(REST) : longest;
    }

    private boolean mayImport(String row, String packageName) {
        Optional<String> target = rowOf(packageName);
        if (target.isPresent()) {
            return target.get().equals(row) || allowedIn(row).contains(target.get());
        }
        String[] identifiers =
                allowedIn(row).stream().filter(name -> name.startsWith(PRODUCT)).toArray(String[]::new);
        return PackageMatchers.of(identifiers).test(packageName);
    }

    private List<String> allowedIn(String row) {
        return allowedByRow.getOrDefault(row, List.of());
    }

    private final class KeepToItsRow extends ArchCondition<JavaClass> {

        KeepToItsRow() {
            super("import only what the row of their package in the import table of %s allows", root);
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Optional<String> row = rowOf(type.getPackageName());
            if (row.isEmpty()) {
                events.add(SimpleConditionEvent.violated(
                        type, type.getName() + " lies in a package without a row in the import table"));
                return;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(PRODUCT) && !mayImport(row.get(), target)) {
                    events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                }
            }
        }
    }
}

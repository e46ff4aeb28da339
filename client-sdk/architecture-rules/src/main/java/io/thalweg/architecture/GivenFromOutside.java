package io.thalweg.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The rule that time and chance are arguments: the clock and the dice of the machine are touched by wiring only. */
final class GivenFromOutside extends ArchCondition<JavaClass> {

    private static final List<String> WIRING =
            List.of("..app..", "io.thalweg.cli..", "io.thalweg.client", "io.thalweg.benchmark..");

    /** Calls and method references that reach for the machine, by class. */
    private static final Map<Class<?>, Set<String>> SOURCES = Map.ofEntries(
            Map.entry(System.class, Set.of("currentTimeMillis", "nanoTime")),
            Map.entry(Thread.class, Set.of("sleep")),
            Map.entry(TimeUnit.class, Set.of("sleep")),
            Map.entry(Clock.class, Set.of("system", "systemUTC", "systemDefaultZone")),
            Map.entry(InstantSource.class, Set.of("system")),
            Map.entry(Math.class, Set.of("random")),
            Map.entry(ThreadLocalRandom.class, Set.of("current")),
            Map.entry(UUID.class, Set.of("randomUUID")),
            Map.entry(SecureRandom.class, Set.of("<init>")));

    /** Allowed with an argument, which is then the clock or the seed; reaching for the machine without one. */
    private static final Map<Class<?>, Set<String>> SOURCES_WITHOUT_ARGUMENT = Map.of(
            Random.class, Set.of("<init>"),
            SplittableRandom.class, Set.of("<init>"),
            Instant.class, Set.of("now"),
            LocalDate.class, Set.of("now"),
            LocalTime.class, Set.of("now"),
            LocalDateTime.class, Set.of("now"),
            OffsetDateTime.class, Set.of("now"),
            ZonedDateTime.class, Set.of("now"));

    private GivenFromOutside() {
        super("get time and chance from outside");
    }

    static ArchRule rule() {
        return ArchRuleDefinition.classes()
                .that()
                .resideOutsideOfPackages(WIRING.toArray(String[]::new))
                .should(new GivenFromOutside())
                .allowEmptyShould(true);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (access.getTarget() instanceof CodeUnitAccessTarget target && isSource(target)) {
                events.add(SimpleConditionEvent.violated(access, access.getDescription()));
            }
        }
    }

    private static boolean isSource(CodeUnitAccessTarget target) {
        return names(SOURCES, target)
                || target.getRawParameterTypes().isEmpty() && names(SOURCES_WITHOUT_ARGUMENT, target);
    }

    private static boolean names(Map<Class<?>, Set<String>> table, AccessTarget target) {
        return table.entrySet().stream()
                .anyMatch(entry -> target.getOwner().isEquivalentTo(entry.getKey())
                        && entry.getValue().contains(target.getName()));
    }
}

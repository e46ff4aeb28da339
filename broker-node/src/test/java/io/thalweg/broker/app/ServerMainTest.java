package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServerMainTest {
    private static final String POOL_PROPERTY = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private final Optional<String> before = Optional.ofNullable(System.getProperty(POOL_PROPERTY));

    @AfterEach
    void restore() {
        before.ifPresentOrElse(
                value -> System.setProperty(POOL_PROPERTY, value), () -> System.clearProperty(POOL_PROPERTY));
    }

    @Test
    void shouldWidenASmallCommonPoolWhereItIsShared() {
        assertThat(ServerMain.needsPool(25, 2)).isTrue();
        assertThat(ServerMain.needsPool(25, 4)).isTrue();
        assertThat(ServerMain.needsPool(25, 5)).isFalse();
        assertThat(ServerMain.needsPool(17, 2)).isFalse();
    }

    @Test
    void shouldSayHowWideTheCommonPoolIsBeforeAnythingUsesIt() {
        System.clearProperty(POOL_PROPERTY);

        assertThat(ServerMain.run(new String[] {"--help"})).isEqualTo(ServerMain.STOPPED);

        boolean needed = ServerMain.needsPool(
                Runtime.version().feature(), Runtime.getRuntime().availableProcessors());
        assertThat(System.getProperty(POOL_PROPERTY)).isEqualTo(needed ? "4" : null);
    }

    @Test
    void shouldLeaveWhatTheOperatorHasSet() {
        System.setProperty(POOL_PROPERTY, "2");

        assertThat(ServerMain.run(new String[] {"--help"})).isEqualTo(ServerMain.STOPPED);

        assertThat(System.getProperty(POOL_PROPERTY)).isEqualTo("2");
    }
}

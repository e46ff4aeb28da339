package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class ServerMainTest {
    private static final String POOL_PROPERTY = "java.util.concurrent.ForkJoinPool.common.parallelism";

    private final Properties properties = new Properties();

    @Test
    void shouldWidenASmallCommonPoolWhereItIsShared() {
        ServerMain.widenCommonPool(properties, 25, 2);

        assertThat(properties).containsEntry(POOL_PROPERTY, "4");
    }

    @Test
    void shouldLeaveThePoolOfAnOlderJavaAndOfManyProcessors() {
        ServerMain.widenCommonPool(properties, 17, 2);
        ServerMain.widenCommonPool(properties, 25, 5);

        assertThat(properties).isEmpty();
    }

    @Test
    void shouldLeaveWhatTheOperatorHasSet() {
        properties.setProperty(POOL_PROPERTY, "2");

        ServerMain.widenCommonPool(properties, 25, 2);

        assertThat(properties).containsEntry(POOL_PROPERTY, "2");
    }
}

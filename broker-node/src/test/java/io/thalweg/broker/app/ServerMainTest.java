package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerMainTest {
    private static final String POOL_PROPERTY = "java.util.concurrent.ForkJoinPool.common.parallelism";

    @Test
    void shouldGiveTheCommonPoolMoreThanOneThread() {
        assertThat(ServerMain.run(new String[] {"--help"})).isEqualTo(ServerMain.STOPPED);

        int threads = Integer.getInteger(POOL_PROPERTY, Runtime.getRuntime().availableProcessors() - 1);
        assertThat(threads).isGreaterThanOrEqualTo(4);
    }
}

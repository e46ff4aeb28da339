package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.fake.FakeCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The admin service against brokers that speak the real protocol. */
@Timeout(30)
final class AdminTest {
    private FakeCluster cluster;
    private ThalwegClient client;

    @BeforeEach
    void start() throws Exception {
        cluster = FakeCluster.start(2);
        client = ThalwegClient.connect(cluster.bootstrap());
    }

    @AfterEach
    void stop() {
        client.close();
        cluster.close();
    }

    private ThalwegException failureOfCreating(String topic) {
        return ThalwegException.from(catchThrowable(
                () -> client.admin().createTopic(NewTopic.named(topic)).join()));
    }

    @Test
    void shouldRefuseForCertainATopicThatExists() {
        cluster.createTopic("orders", 1);

        ThalwegException failure = failureOfCreating("orders");

        assertThat(failure.reason()).isEqualTo(ErrorReason.TOPIC_EXISTS);
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void shouldNotRefuseForCertainWhatAnEarlierAttemptMayHaveDone() {
        cluster.loseAnswers(1);

        ThalwegException failure = failureOfCreating("orders");

        assertThat(failure.reason()).isEqualTo(ErrorReason.CONNECTION_LOST);
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure).hasMessageContaining("TOPIC_EXISTS").hasMessageContaining("earlier attempt");
    }
}

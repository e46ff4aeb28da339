package io.thalweg.benchmark.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.benchmark.cluster.KafkaSystem;
import io.thalweg.benchmark.cluster.ThalwegSystem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanTest {
    private final Catalogue catalogue = new Catalogue(true);

    private List<String> names(String... wanted) {
        return catalogue.named(List.of(wanted)).stream().map(Scenario::name).toList();
    }

    @Test
    void shouldChooseByNameBySectionAndByPattern() {
        assertThat(names("latency")).containsExactly("latency-1000", "latency-10000");
        assertThat(names("idle*", "LATENCY-1000")).containsExactly("latency-1000", "idle", "idle-1000p", "idle-10000p");
        assertThat(names()).hasSize(catalogue.all().size()).doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseANameThatMeansNothing() {
        assertThatThrownBy(() -> names("latency", "latencyy"))
                .hasMessageContaining("latencyy")
                .hasMessageContaining("latency-1000");
    }

    @Test
    void shouldWarmUpWithScenariosThatExist() {
        assertThat(catalogue.warmUps()).hasSize(2);
    }

    @Test
    void shouldAlternateSystemsAndGiveEachKillAClusterOfItsOwn() {
        List<Turn> turns = Turn.of(
                List.of(Path.of("jdk")),
                List.of(new ThalwegSystem(), new KafkaSystem("4")),
                catalogue.named(List.of("latency", "failover")),
                2);

        assertThat(turns.stream()
                        .map(turn -> turn.system().title() + " " + turn.attempt() + " "
                                + turn.scenarios().get(0).name()))
                .containsExactly(
                        "Thalweg 1 latency-1000",
                        "Kafka 1 latency-1000",
                        "Thalweg 2 latency-1000",
                        "Kafka 2 latency-1000",
                        "Thalweg 1 kill-leader",
                        "Kafka 1 kill-leader",
                        "Thalweg 2 kill-leader",
                        "Kafka 2 kill-leader",
                        "Thalweg 1 kill-controller",
                        "Kafka 1 kill-controller",
                        "Thalweg 2 kill-controller",
                        "Kafka 2 kill-controller");
        assertThat(turns.get(0).scenarios()).hasSize(2);
        assertThat(turns.get(4).scenarios()).hasSize(1);
    }
}

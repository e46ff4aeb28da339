package io.thalweg.broker.runtime;

import static io.thalweg.broker.runtime.testing.Appends.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.runtime.testing.DirectMetadata;
import io.thalweg.broker.runtime.testing.LocalBroker;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A broker that leads many partitions gives them all up. */
final class HandOverTest {
    private static final TopicId TOPIC = new TopicId(new UUID(7, 7));
    private static final int PARTITIONS = 40;

    private final DirectMetadata metadata = new DirectMetadata(new UUID(1, 2));
    private List<LocalBroker> brokers = List.of();

    @BeforeEach
    void start() {
        brokers = IntStream.rangeClosed(1, 2)
                .mapToObj(id -> LocalBroker.start(id, new MemoryLogStore(), BrokerEpoch.NONE, metadata))
                .toList();
        List<BrokerId> replicas = List.of(new BrokerId(1), new BrokerId(2));
        metadata.apply(new Command.CreateTopic(
                TOPIC, "orders", false, Map.of("min.insync.replicas", "2"), Collections.nCopies(PARTITIONS, replicas)));
        await().until(this::allEstablished);
    }

    @AfterEach
    void stop() {
        brokers.forEach(LocalBroker::close);
        brokers.forEach(broker -> assertThat(broker.fatal()).isNull());
    }

    @Test
    void shouldHandOverAllPartitionsOfItsLoopInOneCommand() {
        metadata.apply(new Command.DrainBroker(new BrokerId(1), true));

        await().until(() -> leads(2) == PARTITIONS);

        List<Command.HandOff> handOffs = metadata.proposed().stream()
                .filter(Command.HandOff.class::isInstance)
                .map(Command.HandOff.class::cast)
                .toList();
        assertThat(handOffs)
                .singleElement()
                .satisfies(command -> assertThat(command.items()).hasSize(PARTITIONS));
    }

    private int leads(int broker) {
        return metadata.image().partitionsLedBy(new BrokerId(broker)).size();
    }

    private boolean allEstablished() {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> positions(brokers.get(0).access(), new PartitionId(TOPIC, partition)))
                .allMatch(each -> each.highWatermark() == each.logEnd() && each.logEnd() > 0);
    }
}

package io.thalweg.cli.record;

import io.thalweg.cli.option.ClusterOptions;
import io.thalweg.cli.option.OutputOptions;
import io.thalweg.cli.option.PositionConverter;
import io.thalweg.cli.terminal.Terminal;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.consumer.Consumer;
import io.thalweg.client.api.consumer.ConsumerBuilder;
import io.thalweg.client.api.consumer.OffsetReset;
import io.thalweg.client.api.serde.Serdes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thalweg consume}. */
@Command(
        name = "consume",
        description = "Print the records of a topic, values only unless --format or --output json says otherwise.")
final class ConsumeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "TOPIC", description = "the topic")
    private String topic = "";

    @Option(
            names = "--from",
            paramLabel = "POSITION",
            converter = PositionConverter.class,
            description =
                    "earliest (default), latest, an offset, or a time such as 2026-11-22T08:00:00Z; with --group where to start"
                            + " without a committed offset, earliest or latest")
    private Position from = Position.earliest();

    @Option(
            names = "--partition",
            paramLabel = "P",
            defaultValue = "-1",
            description = "this partition only (default: all)")
    private int partition = -1;

    @Option(
            names = "--group",
            paramLabel = "G",
            defaultValue = "",
            description = "read as a member of this group and commit what was printed")
    private String group = "";

    @Option(names = "--until-end", description = "stop at what is the end when the command starts")
    private boolean untilEnd;

    @Option(names = "--max", paramLabel = "N", description = "stop after this many records")
    private @Nullable Long max;

    @Option(
            names = "--format",
            paramLabel = "TEMPLATE",
            description =
                    "%%t topic, %%p partition, %%o offset, %%k key, %%v value, %%T time in ms, %%n newline (default: %%v%%n)")
    private @Nullable String format;

    ConsumeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        RecordWriter writer = RecordPrinter.of(output.json(), format).writer();
        OffsetReset reset = reset();
        if (max != null && max < 0) {
            throw new IllegalArgumentException("--max must not be negative");
        }
        try (ThalwegClient client = cluster.connect("consume")) {
            int partitions = cluster.await(client.admin().describeTopic(topic))
                    .partitions()
                    .size();
            List<TopicPartition> wanted = TopicPartitions.select(topic, partition, partitions);
            Map<TopicPartition, Long> ends = untilEnd ? ends(client, wanted) : Map.of();
            ConsumerBuilder<byte[], byte[]> builder = client.<byte[], byte[]>consumer(Serdes.bytes(), Serdes.bytes())
                    .reset(reset);
            if (!group.isEmpty()) {
                builder.group(group);
            }
            long limit = max == null ? Long.MAX_VALUE : max;
            try (var interruption = Interruption.install();
                    Consumer<byte[], byte[]> consumer = builder.build()) {
                interruption.onRequest(consumer::wakeup);
                start(consumer, wanted);
                new ConsumeLoop(consumer, writer, terminal, !group.isEmpty(), limit)
                        .run(untilEnd ? new UntilEnd(ends) : null, interruption);
            }
        }
        return 0;
    }

    private OffsetReset reset() {
        boolean latest = from instanceof Position.Latest;
        if (!group.isEmpty() && !latest && !(from instanceof Position.Earliest)) {
            throw new IllegalArgumentException("with --group, --from is earliest or latest; `thalweg group reset "
                    + group + " --to …` moves the group to an offset or a time");
        }
        return latest ? OffsetReset.LATEST : OffsetReset.EARLIEST;
    }

    private Map<TopicPartition, Long> ends(ThalwegClient client, List<TopicPartition> wanted) {
        Map<TopicPartition, Position> asked = new HashMap<>();
        wanted.forEach(each -> asked.put(each, Position.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        cluster.await(client.admin().listOffsets(asked))
                .forEach((each, listed) -> ends.put(each, listed.highWatermark()));
        return ends;
    }

    private void start(Consumer<byte[], byte[]> consumer, List<TopicPartition> wanted) {
        if (group.isEmpty()) {
            consumer.assign(wanted);
            wanted.forEach(each -> consumer.seek(each, from));
        } else if (partition >= 0) {
            consumer.assign(wanted);
        } else {
            consumer.subscribe(List.of(topic));
        }
    }
}

package io.thalweg.metadata.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.apply.RandomCommands;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Any bytes as an entry of the metadata log: every replica reads the same command, and applying it never fails. */
final class CommandFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 1 << 20;
    private static final long PER_BYTE = 2_048;

    private final ClusterImage image = grown(200).image();

    /** A cluster after some commands; the same for the same number. */
    static ClusterFixture grown(int commands) {
        RandomCommands random = new RandomCommands(17);
        ClusterFixture cluster = ClusterFixture.withBrokers(4);
        for (int at = 0; at < commands; at++) {
            cluster.apply(random.next(cluster.image()));
        }
        return cluster;
    }

    @Override
    public List<byte[]> seeds() {
        RandomCommands random = new RandomCommands(19);
        ClusterFixture cluster = grown(200);
        List<byte[]> seeds = new ArrayList<>();
        for (int at = 0; at < 150; at++) {
            Command command = random.next(cluster.image());
            seeds.add(CommandCodec.encode(command));
            cluster.apply(command);
        }
        return seeds;
    }

    @Override
    public void feed(byte[] input) throws Exception {
        long bound = MOST_ALLOCATED + PER_BYTE * input.length;
        Command command = Allocation.within(bound, () -> CommandCodec.decode(input));
        assertThat(CommandCodec.decode(input)).isEqualTo(command);
        if (!(command instanceof Command.Undecodable)) {
            assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
        }
        Applied applied = Allocation.within(bound, () -> CommandApply.apply(image, command, image.index() + 1));
        ClusterImage again =
                CommandApply.apply(image, command, image.index() + 1).image();
        assertThat(again.digest()).isEqualTo(applied.image().digest());
        ClusterImage restored = ImageCodec.decode(ImageCodec.encode(applied.image()));
        assertThat(restored).isEqualTo(applied.image());
        assertThat(restored.digest()).isEqualTo(applied.image().digest());
        Objects.requireNonNull(applied.reply());
    }
}

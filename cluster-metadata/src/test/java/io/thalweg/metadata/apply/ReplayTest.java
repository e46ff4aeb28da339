package io.thalweg.metadata.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties that hold for any sequence of commands. A failing seed repeats its run. */
final class ReplayTest {

    private static final int COMMANDS = 600;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    private static final class Recording {
        private final List<Command> commands = new ArrayList<>();
        private final List<Long> digests = new ArrayList<>();
        private final List<CommandReply> replies = new ArrayList<>();
        private ClusterImage image = ClusterImage.empty(new UUID(1, 1));

        void apply(Command command) {
            Applied applied = CommandApply.apply(image, command, image.index() + 1);
            image = applied.image();
            commands.add(command);
            digests.add(image.digest());
            replies.add(applied.reply());
        }
    }

    private static Recording record(long seed) {
        Recording recording = new Recording();
        RandomCommands random = new RandomCommands(seed);
        for (int at = 0; at < COMMANDS; at++) {
            recording.apply(random.next(recording.image));
        }
        return recording;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveSameImagesAndRepliesOnReplayThroughTheLogFormat(long seed) {
        Recording original = record(seed);

        Recording replay = new Recording();
        original.commands.forEach(command -> replay.apply(CommandCodec.decode(CommandCodec.encode(command))));

        assertThat(replay.digests).isEqualTo(original.digests);
        assertThat(replay.image).isEqualTo(original.image);
        assertThat(ImageCodec.encode(replay.image)).isEqualTo(ImageCodec.encode(original.image));
        assertThat(replay.replies.stream().filter(CommandReply::accepted))
                .isEqualTo(
                        original.replies.stream().filter(CommandReply::accepted).toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldGiveSameImageAfterSnapshotAndRestoreAnywhere(long seed) throws MalformedImageException {
        Recording original = record(seed);
        Random random = new Random(seed);

        ClusterImage image = ClusterImage.empty(new UUID(1, 1));
        for (int at = 0; at < COMMANDS; at++) {
            if (random.nextInt(50) == 0) {
                image = ImageCodec.decode(ImageCodec.encode(image));
            }
            image = CommandApply.apply(image, original.commands.get(at), image.index() + 1)
                    .image();
            assertThat(image.digest()).isEqualTo(original.digests.get(at));
        }

        assertThat(image).isEqualTo(original.image);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldChangeNothingWhenAnAcceptedCommandIsAppliedAgain(long seed) {
        RandomCommands random = new RandomCommands(seed);
        ClusterImage image = ClusterImage.empty(new UUID(1, 1));
        for (int at = 0; at < COMMANDS / 3; at++) {
            Command command = random.next(image);
            ClusterImage once =
                    CommandApply.apply(image, command, image.index() + 1).image();
            ClusterImage twice =
                    CommandApply.apply(once, command, once.index() + 1).image();
            assertThat(twice.digest()).as("%s", command).isEqualTo(once.digest());
            image = twice;
        }
    }

    @Test
    void shouldReachTheEndOfReassignments() {
        int ended = 0;
        int cancelled = 0;
        int removedBrokers = 0;
        for (long seed = 1; seed <= 40; seed++) {
            RandomCommands random = new RandomCommands(seed);
            ClusterImage image = ClusterImage.empty(new UUID(1, 1));
            for (int at = 0; at < COMMANDS; at++) {
                Command command = random.next(image);
                Applied applied = CommandApply.apply(image, command, image.index() + 1);
                removedBrokers +=
                        applied.image().brokers().size() < image.brokers().size() ? 1 : 0;
                for (Partition old : image.partitions()) {
                    Reassignment move = old.reassignment();
                    Partition now = applied.image().partition(old.uid());
                    if (move != null && now != null && now.reassignment() == null) {
                        boolean back = move.cancelled() || command instanceof Command.CancelReassign;
                        ended += back ? 0 : 1;
                        cancelled += back ? 1 : 0;
                    }
                }
                image = applied.image();
            }
        }
        assertThat(ended).isPositive();
        assertThat(cancelled).isPositive();
        assertThat(removedBrokers).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldKeepInvariantsAtEveryStep(long seed) {
        RandomCommands random = new RandomCommands(seed);
        ClusterImage image = ClusterImage.empty(new UUID(1, 1));
        Map<String, Integer> seen = new TreeMap<>();
        for (int at = 0; at < COMMANDS; at++) {
            Command command = random.next(image);
            Applied applied = CommandApply.apply(image, command, image.index() + 1);
            new ImageInvariants(image, applied).check(command);
            if (applied.reply().accepted()) {
                seen.merge(command.getClass().getSimpleName(), 1, Integer::sum);
            }
            image = applied.image();
        }
        assertThat(seen.keySet())
                .as("commands that took effect")
                .contains(
                        "RegisterBroker", "FenceBrokers", "CreateTopic", "AlterTopic", "ProposeHolders", "ReportFault");
    }
}

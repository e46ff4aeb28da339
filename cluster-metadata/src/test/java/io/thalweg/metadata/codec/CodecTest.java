package io.thalweg.metadata.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.metadata.apply.ClusterFixture;
import io.thalweg.metadata.apply.RandomCommands;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.ImageSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CodecTest {

    @Test
    void shouldReadBackEveryCommand() {
        Set<Class<?>> kinds = new HashSet<>();
        RandomCommands random = new RandomCommands(7);
        ClusterFixture cluster = new ClusterFixture();
        for (int at = 0; at < 2_000; at++) {
            Command command = random.next(cluster.image());
            if (!(command instanceof Command.Undecodable)) {
                assertThat(CommandCodec.decode(CommandCodec.encode(command))).isEqualTo(command);
                kinds.add(command.getClass());
            }
            cluster.apply(command);
        }
        assertThat(kinds).hasSize(Command.class.getPermittedSubclasses().length - 1);
    }

    @Test
    void shouldReadGarbageAsUndecodable() {
        assertThat(CommandCodec.decode(new byte[] {(byte) 0xff, 1, 2})).isInstanceOf(Command.Undecodable.class);
        assertThat(CommandCodec.decode(new byte[0])).isInstanceOf(Command.Undecodable.class);
        assertThat(CommandCodec.decode(io.thalweg.proto.v1.Command.newBuilder()
                        .setDeleteTopic(io.thalweg.proto.v1.DeleteTopic.getDefaultInstance())
                        .build()))
                .isInstanceOf(Command.Undecodable.class);
        assertThat(CommandCodec.registration(io.thalweg.proto.v1.RegisterBroker.getDefaultInstance()))
                .isInstanceOf(Command.Undecodable.class);
    }

    @Test
    void shouldNeverThrowForDamagedCommands() {
        Random random = new Random(3);
        RandomCommands commands = new RandomCommands(3);
        ClusterFixture cluster = new ClusterFixture();
        for (int at = 0; at < 3_000; at++) {
            byte[] bytes = CommandCodec.encode(commands.next(cluster.image()));
            if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            cluster.apply(CommandCodec.decode(bytes));
        }
        assertThat(cluster.image().index()).isEqualTo(3_000);
    }

    @Test
    void shouldReadBackRepliesWithEveryReason() {
        for (RejectionReason reason : RejectionReason.values()) {
            CommandReply reply = new CommandReply.Rejected(reason, "why", Map.of("broker", "1"));
            assertThat(ReplyCodec.decode(ReplyCodec.toProto(reply))).isEqualTo(reply);
        }
        CommandReply accepted = new CommandReply.Accepted(
                new BrokerEpoch(7),
                20_001,
                List.of(ItemOutcome.ACCEPTED, ItemOutcome.rejected(RejectionReason.STALE_VERSION)));
        assertThat(ReplyCodec.decode(ReplyCodec.toProto(accepted))).isEqualTo(accepted);
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void shouldNameReasonsAsTheWireDoes(RejectionReason reason) {
        assertThat(ErrorReason.valueOf("ERROR_REASON_" + reason.name()).getNumber())
                .isPositive();
    }

    @Test
    void shouldReadBackImages() throws MalformedImageException {
        RandomCommands random = new RandomCommands(11);
        ClusterFixture cluster = new ClusterFixture();
        for (int at = 0; at < 1_000; at++) {
            cluster.apply(random.next(cluster.image()));
        }

        ClusterImage restored = ImageCodec.decode(ImageCodec.encode(cluster.image()));

        assertThat(restored).isEqualTo(cluster.image());
        assertThat(restored.digest()).isEqualTo(cluster.image().digest());
        assertThat(ImageCodec.encode(restored)).isEqualTo(ImageCodec.encode(cluster.image()));
    }

    @Test
    void shouldRefuseBytesThatAreNoImage() {
        assertThatThrownBy(() -> ImageCodec.decode(new byte[] {1, 2, 3})).isInstanceOf(MalformedImageException.class);
        assertThatThrownBy(() -> ImageCodec.decode(ImageSnapshot.getDefaultInstance()))
                .isInstanceOf(MalformedImageException.class);
    }
}

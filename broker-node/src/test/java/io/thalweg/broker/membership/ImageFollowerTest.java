package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicConfig;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.ImageChunk;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImageFollowerTest {

    private static final UUID CLUSTER = new UUID(1, 1);

    private final ClusterImage leaders = apply(apply(ClusterImage.empty(CLUSTER), register(1), 4), register(2), 5);
    private final ImageFollower follower = new ImageFollower(ClusterImage.empty(CLUSTER));

    @Test
    void shouldPutAnImageTogetherFromItsPieces() {
        byte[] bytes = ImageCodec.encode(leaders);
        int half = bytes.length / 2;

        ImageChanges first = follower.onChunk(chunk(bytes, 0, half, false));
        ImageChanges last = follower.onChunk(chunk(bytes, half, bytes.length, true));

        assertThat(first).isNull();
        assertThat(last).isEqualTo(ImageChanges.all(5));
        assertThat(follower.image()).isEqualTo(leaders);
    }

    @Test
    void shouldForgetPiecesOfAStreamThatBroke() {
        byte[] bytes = ImageCodec.encode(leaders);
        follower.onChunk(chunk(bytes, 0, 7, false));

        follower.onStream();
        follower.onChunk(chunk(bytes, 0, bytes.length, true));

        assertThat(follower.image()).isEqualTo(leaders);
    }

    @Test
    void shouldApplyEntriesAndSkipThoseItHas() {
        follower.onEntries(List.of(entry(4, register(1))));

        ImageChanges changes = follower.onEntries(List.of(entry(4, register(1)), entry(5, register(2))));

        assertThat(changes).isNotNull();
        assertThat(changes.index()).isEqualTo(5);
        assertThat(changes.brokers()).containsExactly(new BrokerId(2));
        assertThat(follower.image()).isEqualTo(leaders);
    }

    @Test
    void shouldSayWhatAllEntriesOfAMessageChanged() {
        Command creation = new Command.CreateTopic(
                new TopicId(new UUID(5, 5)),
                "t",
                false,
                Map.of(TopicConfig.MIN_INSYNC_REPLICAS, "1"),
                List.of(List.of(new BrokerId(1)), List.of(new BrokerId(2))));
        ClusterImage created = apply(apply(apply(leaders, activate(1, 4), 6), activate(2, 5), 7), creation, 8);

        follower.onEntries(List.of(entry(4, register(1)), entry(5, register(2))));
        ImageChanges changes = follower.onEntries(List.of(
                entry(6, activate(1, 4)),
                entry(7, activate(2, 5)),
                entry(8, creation),
                entry(9, new Command.FenceBrokers(List.of(identity(1, 4)))),
                entry(10, new Command.Barrier())));

        assertThat(changes).isNotNull();
        assertThat(changes.index()).isEqualTo(10);
        assertThat(changes.brokers()).containsExactlyInAnyOrder(new BrokerId(1), new BrokerId(2));
        assertThat(changes.created()).containsExactly(new TopicId(new UUID(5, 5)));
        assertThat(changes.partitions())
                .containsExactlyElementsOf(
                        created.partitions().stream().map(Partition::uid).toList());
    }

    @Test
    void shouldSayNothingWhenNothingIsNew() {
        follower.onEntries(List.of(entry(4, register(1))));

        assertThat(follower.onEntries(List.of(entry(4, register(1))))).isNull();
    }

    private static ImageChunk chunk(byte[] bytes, int from, int to, boolean last) {
        return ImageChunk.newBuilder()
                .setIndex(5)
                .setChunk(ByteString.copyFrom(bytes, from, to - from))
                .setLast(last)
                .build();
    }

    private static BrokerIdentity identity(int broker, long epoch) {
        return new BrokerIdentity(new BrokerId(broker), new BrokerEpoch(epoch));
    }

    private static Command activate(int broker, long epoch) {
        return new Command.ActivateBroker(identity(broker, epoch));
    }

    private static FeedEntry entry(long index, Command command) {
        return FeedEntry.newBuilder()
                .setIndex(index)
                .setCommand(CommandCodec.toProto(command))
                .build();
    }

    private static ClusterImage apply(ClusterImage image, Command command, long index) {
        return CommandApply.apply(image, command, index).image();
    }

    private static Command register(int broker) {
        TreeMap<String, Endpoint> listeners = new TreeMap<>();
        listeners.put("client", new Endpoint("host", 7400));
        return new Command.RegisterBroker(new BrokerRegistration(
                new BrokerId(broker),
                new UUID(broker, 1),
                new UUID(broker, 2),
                listeners,
                "",
                RestartKind.LOSSY,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1));
    }
}

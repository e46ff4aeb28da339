package io.thalweg.metadata.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Any bytes as an image, as snapshots and the feed carry it, and as a reply. */
final class ImageFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 1 << 20;
    private static final long PER_BYTE = 2_048;

    @Override
    public List<byte[]> seeds() {
        CommandReply rejected = new CommandReply.Rejected(
                io.thalweg.metadata.event.RejectionReason.STALE_VERSION, "why", Map.of("broker", "1"));
        return List.of(
                ImageCodec.encode(CommandFuzzTest.grown(10).image()),
                ImageCodec.encode(CommandFuzzTest.grown(60).image()),
                ImageCodec.encode(CommandFuzzTest.grown(150).image()),
                ReplyCodec.toProto(rejected).toByteArray());
    }

    @Override
    public void feed(byte[] input) throws Exception {
        readReply(input);
        ClusterImage image;
        try {
            image = Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> ImageCodec.decode(input));
        } catch (MalformedImageException e) {
            return;
        }
        byte[] encoded = ImageCodec.encode(image);
        ClusterImage again = ImageCodec.decode(encoded);
        assertThat(again).isEqualTo(image);
        assertThat(again.digest()).isEqualTo(image.digest());
        assertThat(Arrays.equals(ImageCodec.encode(again), encoded)).isTrue();
    }

    private static void readReply(byte[] input) {
        try {
            CommandReply reply = ReplyCodec.decode(io.thalweg.proto.v1.CommandReply.parseFrom(input));
            assertThat(ReplyCodec.decode(ReplyCodec.toProto(reply))).isEqualTo(reply);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}

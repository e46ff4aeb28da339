package io.thalweg.metadata.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.codec.ImageCodec;
import io.thalweg.metadata.codec.MalformedImageException;
import io.thalweg.metadata.controller.AppliedEntry;
import io.thalweg.metadata.controller.AppliedLog;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.proto.v1.FeedEntry;
import io.thalweg.proto.v1.SessionEvent;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ImageFeedTest {

    private ClusterImage image = ClusterImage.empty(new UUID(7, 7));
    private final AppliedLog log = new AppliedLog(image);

    private void apply(int count) {
        for (int i = 0; i < count; i++) {
            apply(new Command.Tick(image.index(), List.of()), 10);
        }
    }

    private void apply(Command command, int size) {
        image = CommandApply.apply(image, command, image.index() + 1).image();
        log.add(new AppliedEntry(image.index(), command, size), image);
    }

    private ImageFeed feed(long position) {
        return new ImageFeed(log, new ImageFeed.EncodedImages(), position);
    }

    @Test
    void shouldBeginWithAWholeImageAndGoOnWithEntries() throws MalformedImageException {
        apply(3);
        ImageFeed feed = feed(0);

        SessionEvent first = feed.next();
        apply(2);
        SessionEvent second = feed.next();

        assertThat(first).isNotNull();
        assertThat(first.getImage().getLast()).isTrue();
        assertThat(ImageCodec.decode(first.getImage().getChunk().toByteArray()).index())
                .isEqualTo(3);
        assertThat(second).isNotNull();
        assertThat(second.getEntries().getEntriesList())
                .extracting(FeedEntry::getIndex)
                .containsExactly(4L, 5L);
        assertThat(feed.next()).isNull();
    }

    @Test
    void shouldGoOnWhereTheSubscriberIs() {
        apply(5);

        SessionEvent event = feed(3).next();

        assertThat(event).isNotNull();
        assertThat(event.getEntries().getEntriesList())
                .extracting(FeedEntry::getIndex)
                .containsExactly(4L, 5L);
    }

    @Test
    void shouldDropASlowSubscriberToANewImage() {
        apply(1);
        ImageFeed feed = feed(0);
        feed.next();

        apply(AppliedLog.MAX_ENTRIES + 10);

        SessionEvent event = feed.next();
        assertThat(event).isNotNull();
        assertThat(event.getImage().getIndex()).isEqualTo(image.index());
        assertThat(feed.next()).isNull();
    }

    @Test
    void shouldSendALargeImageInPieces() throws MalformedImageException {
        for (int i = 1; i <= 12; i++) {
            apply(largeBroker(i), 1);
        }
        ImageFeed feed = feed(0);
        ByteString bytes = ByteString.EMPTY;
        int pieces = 0;
        boolean last = false;
        while (!last) {
            SessionEvent event = feed.next();
            assertThat(event).isNotNull();
            assertThat(event.getImage().getChunk().size()).isLessThanOrEqualTo(ImageFeed.CHUNK_BYTES);
            bytes = bytes.concat(event.getImage().getChunk());
            last = event.getImage().getLast();
            pieces++;
        }

        assertThat(pieces).isGreaterThan(1);
        assertThat(ImageCodec.decode(bytes.toByteArray())).isEqualTo(image);
    }

    private static Command largeBroker(int id) {
        return new Command.RegisterBroker(new BrokerRegistration(
                new BrokerId(id),
                new UUID(1, id),
                new UUID(2, id),
                new TreeMap<>(),
                "r".repeat(200_000),
                RestartKind.CLEAN,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1));
    }
}

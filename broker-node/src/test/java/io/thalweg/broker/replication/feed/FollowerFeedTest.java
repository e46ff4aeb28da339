package io.thalweg.broker.replication.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FollowerFeedTest {
    private final FollowerFeed feed = new FollowerFeed(400, 80);

    @Test
    void shouldSendNothingWithoutCredit() {
        feed.request(1);

        assertThat(feed.next()).isNull();
    }

    @Test
    void shouldGiveTurnsInTheOrderOfTheRequests() {
        feed.granted(400);
        feed.request(2);
        feed.request(1);

        assertThat(feed.next()).isEqualTo(new FeedTurn(2, 80));
        assertThat(feed.next()).isEqualTo(new FeedTurn(1, 80));
        assertThat(feed.next()).isNull();
    }

    @Test
    void shouldKeepOnePartitionToAQuarterOfTheLaneUntilItIsAcknowledged() {
        feed.granted(400);
        turn(1, 80, 10);

        feed.request(1);
        assertThat(feed.next()).isEqualTo(new FeedTurn(1, 20));
        feed.sent(1, 20, 12);
        feed.ended(1);
        feed.request(1);
        assertThat(feed.next()).isNull();

        feed.acked(1, 10);
        assertThat(feed.next()).isEqualTo(new FeedTurn(1, 80));
    }

    @Test
    void shouldSetAsideTheCreditOfATurnUntilItEnds() {
        feed.granted(50);
        feed.request(1);
        feed.request(2);

        assertThat(feed.next()).isEqualTo(new FeedTurn(1, 50));
        assertThat(feed.next()).isNull();
        feed.ended(1);

        assertThat(feed.next()).isEqualTo(new FeedTurn(2, 50));
    }

    @Test
    void shouldBeginAnewWithAForgottenPartition() {
        feed.granted(400);
        turn(1, 100, 10);

        feed.forget(1);
        feed.request(1);

        assertThat(feed.next()).isEqualTo(new FeedTurn(1, 80));
    }

    @Test
    void shouldGrantInPiecesWhatWasStored() {
        CreditWindow window = new CreditWindow(800);

        assertThat(window.open()).isEqualTo(800);
        window.received(150);

        assertThat(window.released(90)).isZero();
        assertThat(window.released(60)).isEqualTo(150);
        assertThat(window.held()).isZero();
    }

    private void turn(int slot, long bytes, long end) {
        feed.request(slot);
        feed.next();
        feed.sent(slot, bytes, end);
        feed.ended(slot);
    }
}

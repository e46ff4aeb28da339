package io.thalweg.broker.replication.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TokenBucketTest {
    private static final long RATE = 1_000_000;

    private final TokenBucket bucket = new TokenBucket(RATE, 0);

    @Test
    void shouldLetTheRateThroughOnAverageWhateverThePieces() {
        long sent = 0;
        for (long now = 0; now < 20_000; now += 7) {
            while (bucket.isOpen(now)) {
                bucket.take(262_144);
                sent += 262_144;
            }
        }

        assertThat(sent).isBetween(20 * RATE, 20 * RATE + RATE / 10 + 262_144);
    }

    @Test
    void shouldNotSaveUpMoreThanATenthOfASecond() {
        assertThat(bucket.isOpen(60_000)).isTrue();

        bucket.take(RATE / 10);

        assertThat(bucket.isOpen(60_000)).isFalse();
    }

    @Test
    void shouldTakeBackWhatDidNotGo() {
        bucket.take(RATE);
        assertThat(bucket.isOpen(0)).isFalse();

        bucket.take(-RATE);

        assertThat(bucket.isOpen(0)).isTrue();
    }

    @Test
    void shouldNotMindAClockThatSeemsToGoBack() {
        bucket.take(RATE / 10);
        bucket.isOpen(100);
        bucket.take(RATE / 10);

        assertThat(bucket.isOpen(50)).isFalse();
        assertThat(bucket.isOpen(101)).isTrue();
    }

    @Test
    void shouldRefuseARateThatNeverLetsAnythingThrough() {
        assertThatThrownBy(() -> new TokenBucket(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

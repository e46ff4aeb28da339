package io.thalweg.broker.runtime.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.message.Lane;
import io.thalweg.broker.replication.message.PeerStream;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import org.junit.jupiter.api.Test;

final class BulkThrottleTest {
    private static final PeerStream ONE = new PeerStream(new BrokerId(2), new BrokerEpoch(5), 1, Lane.BULK);
    private static final PeerStream OTHER = new PeerStream(new BrokerId(3), new BrokerEpoch(6), 2, Lane.BULK);

    @Test
    void shouldHoldBackEveryStreamOnceTheRateIsReachedAndNameEachOnce() {
        // given
        BulkThrottle throttle = new BulkThrottle(1_000_000, 0);
        throttle.take(100_000);

        // when
        boolean one = throttle.lets(ONE, 0);
        boolean again = throttle.lets(ONE, 0);
        boolean other = throttle.lets(OTHER, 0);

        // then
        assertThat(one || again || other).isFalse();
        assertThat(throttle.takeHeldBack()).containsExactlyInAnyOrder(ONE, OTHER);
        assertThat(throttle.takeHeldBack()).isEmpty();
        assertThat(throttle.lets(ONE, 10)).isTrue();
    }

    @Test
    void shouldHoldNothingBackWithoutARate() {
        BulkThrottle throttle = new BulkThrottle(BulkThrottle.UNLIMITED, 0);

        throttle.take(1L << 40);

        assertThat(throttle.lets(ONE, 0)).isTrue();
        assertThat(throttle.isLimited()).isFalse();
    }
}

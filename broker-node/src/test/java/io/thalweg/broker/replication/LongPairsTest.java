package io.thalweg.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LongPairsTest {
    private static final long SEED = 7_891;
    private static final int STEPS = 12_000;
    private static final int PHASE = 2_000;

    @Test
    void shouldAnswerAsASortedMapDoes() {
        // given
        Random random = new Random(SEED);
        LongPairs pairs = new LongPairs();
        TreeMap<Long, Long> model = new TreeMap<>();
        long next = 0;
        int longest = 0;

        for (long step = 0; step < STEPS; step++) {
            // when
            int choice = random.nextInt(100);
            boolean filling = step / PHASE % 2 == 0;
            if (choice < (filling ? 70 : 20)) {
                next += random.nextInt(3);
                pairs.put(next, step);
                model.put(next, step);
            } else if (choice < 96 && !model.isEmpty()) {
                pairs.removeFirst();
                model.pollFirstEntry();
            } else if (choice < 98) {
                long cut = next - random.nextInt(8);
                pairs.removeAbove(cut);
                model.tailMap(cut, false).clear();
                next = model.isEmpty() ? cut : model.lastKey();
            } else if (choice < 99 || random.nextInt(20) > 0) {
                long most = step - random.nextInt(50);
                pairs.lowerValuesTo(most);
                model.replaceAll((key, value) -> Math.min(value, most));
            } else {
                pairs.clear();
                model.clear();
            }

            // then
            longest = Math.max(longest, pairs.capacity());
            assertSame(pairs, model, next - random.nextInt(10));
        }
        assertThat(longest).as("it was long enough to give back").isGreaterThan(500);
    }

    @Test
    void shouldGiveBackWhatItNeedsNoMore() {
        // given
        LongPairs pairs = new LongPairs();
        for (int key = 0; key < 10_000; key++) {
            pairs.put(key, key);
        }
        assertThat(pairs.capacity()).isGreaterThanOrEqualTo(10_000);

        // when
        while (pairs.size() > 100) {
            pairs.removeFirst();
        }

        // then
        assertThat(pairs.capacity()).isLessThanOrEqualTo(256);
        assertThat(pairs.firstKey()).isEqualTo(9_900);
        assertThat(pairs.value(99)).isEqualTo(9_999);
    }

    @Test
    void shouldRefuseAKeyBelowTheLast() {
        // given
        LongPairs pairs = new LongPairs();
        pairs.put(5, 1);

        // when, then
        assertThatThrownBy(() -> pairs.put(4, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static void assertSame(LongPairs pairs, NavigableMap<Long, Long> model, long probe) {
        assertThat(pairs.size()).isEqualTo(model.size());
        int position = 0;
        for (Map.Entry<Long, Long> entry : model.entrySet()) {
            assertThat(pairs.key(position)).isEqualTo(entry.getKey());
            assertThat(pairs.value(position)).isEqualTo(entry.getValue());
            position++;
        }
        int floor = pairs.floor(probe);
        Map.Entry<Long, Long> expected = model.floorEntry(probe);
        assertThat(floor == LongPairs.NONE).isEqualTo(expected == null);
        if (expected != null) {
            assertThat(pairs.value(floor)).isEqualTo(expected.getValue());
        }
        assertThat(pairs.find(probe) != LongPairs.NONE).isEqualTo(model.containsKey(probe));
    }
}

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
    private static final int STEPS = 20_000;

    @Test
    void shouldAnswerAsASortedMapDoes() {
        // given
        Random random = new Random(SEED);
        LongPairs pairs = new LongPairs();
        TreeMap<Long, Long> model = new TreeMap<>();
        long next = 0;

        for (long step = 0; step < STEPS; step++) {
            // when
            int choice = random.nextInt(100);
            if (choice < 60) {
                next += random.nextInt(3);
                next = model.isEmpty() ? next : Math.max(next, model.lastKey());
                pairs.put(next, step);
                model.put(next, step);
            } else if (choice < 90 && !model.isEmpty()) {
                pairs.removeFirst();
                model.pollFirstEntry();
            } else if (choice < 96) {
                long cut = next - random.nextInt(8);
                pairs.removeAbove(cut);
                model.tailMap(cut, false).clear();
            } else if (choice < 99) {
                long most = step - random.nextInt(50);
                pairs.lowerValuesTo(most);
                model.replaceAll((key, value) -> Math.min(value, most));
            } else {
                pairs.clear();
                model.clear();
            }

            // then
            assertSame(pairs, model, next - random.nextInt(10));
        }
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

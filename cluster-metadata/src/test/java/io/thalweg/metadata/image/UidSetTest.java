package io.thalweg.metadata.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.PartitionUid;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class UidSetTest {

    /** Some blocks, with first and last uids of words and blocks among them. */
    private static PartitionUid uid(Random random) {
        int block = 1 + random.nextInt(4) * 4_096;
        return new PartitionUid(block + (random.nextBoolean() ? random.nextInt(4_096) : random.nextInt(3) * 2_047));
    }

    @Test
    void shouldBeTheSetThatAnySequenceOfStepsGives() {
        Random random = new Random(1);
        UidSet set = UidSet.EMPTY;
        Set<PartitionUid> expected = new TreeSet<>();
        for (int step = 0; step < 300; step++) {
            UidSet before = set;
            List<PartitionUid> then = List.copyOf(expected);
            UidSet.Edit edit = new UidSet.Edit(set);
            for (int at = random.nextInt(100); at > 0; at--) {
                PartitionUid uid = uid(random);
                if (random.nextInt(step % 20 + 1) < 8) {
                    edit.add(uid);
                    expected.add(uid);
                } else {
                    edit.remove(uid);
                    expected.remove(uid);
                }
            }
            set = edit.set();

            assertThat(set).containsExactlyElementsOf(expected).hasSize(expected.size());
            PartitionUid any = uid(random);
            assertThat(set.contains(any)).isEqualTo(expected.contains(any));
            assertThat(before).containsExactlyElementsOf(then);
        }
    }

    @Test
    void shouldHaveTheUidsOfBothInAUnion() {
        Random random = new Random(2);
        List<PartitionUid> first =
                random.ints(200, 1, 20_000).mapToObj(PartitionUid::new).toList();
        List<PartitionUid> second =
                random.ints(200, 1, 20_000).mapToObj(PartitionUid::new).toList();
        Set<PartitionUid> both = new TreeSet<>(first);
        both.addAll(second);

        UidSet union = UidSet.copyOf(first).union(UidSet.copyOf(second));

        assertThat(union).containsExactlyElementsOf(both).hasSize(both.size());
        assertThat(union).isEqualTo(both).isEqualTo(UidSet.copyOf(both)).hasSameHashCodeAs(both);
    }
}

package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppendBudgetTest {
    private final AppendBudget budget = new AppendBudget(100);
    private final List<String> woken = new ArrayList<>();

    @Test
    void shouldTakeUpToItsBoundAndNoMore() {
        assertThat(budget.take(60)).isTrue();
        assertThat(budget.take(41)).isFalse();
        assertThat(budget.take(40)).isTrue();
        assertThat(budget.held()).isEqualTo(100);
    }

    @Test
    void shouldTakeASingleBatchOfAnySize() {
        assertThat(budget.take(1_000)).isTrue();
        assertThat(budget.take(1)).isFalse();

        budget.giveBack(1_000);

        assertThat(budget.held()).isZero();
    }

    @Test
    void shouldHaveNoRoomForReadersFromHalfOfItOn() {
        budget.take(50);
        assertThat(budget.isRoomy()).isTrue();

        budget.take(1);

        assertThat(budget.isRoomy()).isFalse();
    }

    @Test
    void shouldWakeOneReaderForEachAnswerInOrder() {
        // given
        budget.take(30);
        budget.take(30);
        budget.take(30);
        budget.whenRoomy(() -> woken.add("first"));
        budget.whenRoomy(() -> woken.add("second"));

        // when
        budget.giveBack(30);
        assertThat(woken).isEmpty();
        budget.giveBack(30);

        // then
        assertThat(woken).containsExactly("first");
    }

    @Test
    void shouldWakeAllReadersWhenNothingIsLeftThatCouldWakeThem() {
        // given
        budget.take(60);
        budget.whenRoomy(() -> woken.add("first"));
        budget.whenRoomy(() -> woken.add("second"));

        // when
        budget.giveBack(60);

        // then
        assertThat(woken).containsExactly("first", "second");
    }

    @Test
    void shouldWakeAtOnceWhenRoomCameInBetween() {
        budget.whenRoomy(() -> woken.add("first"));

        assertThat(woken).containsExactly("first");
    }

    @Test
    void shouldNotNestReadersThatAreAnsweredAtOnce() {
        // given
        budget.take(60);
        for (int reader = 0; reader < 10_000; reader++) {
            budget.whenRoomy(() -> {
                woken.add("reader");
                budget.take(10);
                budget.giveBack(10);
            });
        }

        // when
        budget.giveBack(60);

        // then
        assertThat(woken).hasSize(10_000);
    }
}

package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppendBudgetTest {
    private final AppendBudget budget = new AppendBudget(100, 10_000);
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
    void shouldLetSomeReadersGoOnAtALookWhoseTurnNoAnswerGave() {
        // given
        budget.take(30);
        budget.take(30);
        budget.whenRoomy(() -> woken.add("first"));
        budget.whenRoomy(() -> woken.add("second"));
        budget.whenRoomy(() -> woken.add("third"));
        budget.giveBack(30);
        assertThat(woken).containsExactly("first");

        // when
        budget.look();

        // then
        assertThat(woken).containsExactly("first", "second", "third");
    }

    @Test
    void shouldWakeNobodyAtALookWithoutRoom() {
        budget.take(60);
        budget.whenRoomy(() -> woken.add("first"));

        budget.look();

        assertThat(woken).isEmpty();
    }

    @Test
    void shouldKeepOnlySoManyReadersWaiting() {
        // given
        AppendBudget small = new AppendBudget(100, 1);
        small.take(60);
        Runnable first = () -> woken.add("first");
        assertThat(small.whenRoomy(first)).isTrue();

        // when
        boolean second = small.whenRoomy(() -> woken.add("second"));

        // then
        assertThat(second).isFalse();
        assertThat(small.whenRoomy(first)).isTrue();
        small.giveBack(60);
        assertThat(woken).containsExactly("first");
    }

    @Test
    void shouldForgetAReader() {
        // given
        budget.take(60);
        Runnable gone = () -> woken.add("gone");
        budget.whenRoomy(gone);

        // when
        budget.forget(gone);

        // then
        budget.giveBack(60);
        assertThat(woken).isEmpty();
    }

    @Test
    void shouldWakeTheOthersWhenAReaderFails() {
        // given
        budget.take(60);
        budget.whenRoomy(() -> {
            throw new IllegalStateException("the call is over");
        });
        budget.whenRoomy(() -> woken.add("second"));

        // when
        budget.giveBack(60);

        // then
        assertThat(woken).containsExactly("second");
    }

    @Test
    void shouldGoOnWakingAfterAnError() {
        // given
        budget.take(60);
        budget.whenRoomy(() -> {
            throw new OutOfMemoryError("no direct memory");
        });
        assertThatThrownBy(() -> budget.giveBack(60)).isInstanceOf(OutOfMemoryError.class);

        // when
        budget.whenRoomy(() -> woken.add("second"));

        // then
        assertThat(woken).containsExactly("second");
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

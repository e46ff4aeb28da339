package io.thalweg.client.internal.runtime.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class CrowdTest {
    private final Crowd crowd = new Crowd();
    private final List<Sender> went = new ArrayList<>();
    private long now;

    /** Has some batches that are not full, and sends them when it may. */
    private final class Sender implements Crowd.Member {
        private final Queue<ProducerBatch> batches = new ArrayDeque<>();

        Sender(int batches) {
            for (int i = 0; i < batches; i++) {
                this.batches.add(new ProducerBatch(1_000, now));
            }
        }

        @Override
        public void pump() {
            while (!batches.isEmpty() && crowd.admits(this)) {
                crowd.sent(batches.remove(), now);
                went.add(this);
            }
        }
    }

    private List<ProducerBatch> fill() {
        List<ProducerBatch> sent = new ArrayList<>();
        for (int i = 0; i < Crowd.MOST_UNDER_WAY; i++) {
            Sender sender = new Sender(1);
            sent.addAll(sender.batches);
            sender.pump();
        }
        assertThat(went).hasSize(Crowd.MOST_UNDER_WAY);
        went.clear();
        return sent;
    }

    private Sender waiting(int batches) {
        Sender sender = new Sender(batches);
        sender.pump();
        assertThat(went).doesNotContain(sender);
        return sender;
    }

    @Test
    void shouldGiveTurnsInTheOrderInWhichTheyCame() {
        // given
        List<ProducerBatch> sent = fill();
        Sender first = waiting(1);
        Sender second = waiting(1);
        first.pump();

        // when
        crowd.ended(sent.get(5));
        crowd.goOn();
        assertThat(went).containsExactly(first);
        crowd.ended(sent.get(3));
        crowd.goOn();

        // then
        assertThat(went).containsExactly(first, second);
        assertThat(crowd.size()).isZero();
    }

    @Test
    void shouldNotLetAnybodyPassThoseThatWait() {
        List<ProducerBatch> sent = fill();
        waiting(1);

        crowd.ended(sent.get(0));

        waiting(1);
        assertThat(crowd.size()).isEqualTo(2);
    }

    @Test
    void shouldNotWaitForBatchesThatStandStill() {
        // given
        fill();
        Sender waiting = waiting(1);
        now = 10;

        // when
        crowd.dropSentBefore(0);
        crowd.goOn();
        assertThat(went).isEmpty();
        crowd.dropSentBefore(1);
        crowd.goOn();

        // then
        assertThat(went).containsExactly(waiting);
    }

    @Test
    void shouldPassOverWhoLeft() {
        List<ProducerBatch> sent = fill();
        Sender left = waiting(1);
        Sender stayed = waiting(1);

        crowd.leave(left);
        crowd.ended(sent.get(0));
        crowd.goOn();

        assertThat(went).containsExactly(stayed);
    }

    @Test
    void shouldGoOnWithTheNextWhenOneHasNothingLeft() {
        List<ProducerBatch> sent = fill();
        Sender empty = waiting(1);
        Sender other = waiting(1);
        empty.batches.clear();

        crowd.ended(sent.get(0));
        crowd.goOn();

        assertThat(went).containsExactly(other);
    }

    @Test
    void shouldForgetWhatWasOnALostConnection() {
        fill();
        Sender waiting = waiting(1);

        assertThat(crowd.dissolve()).containsExactly(waiting);

        waiting.pump();
        assertThat(went).containsExactly(waiting);
    }
}

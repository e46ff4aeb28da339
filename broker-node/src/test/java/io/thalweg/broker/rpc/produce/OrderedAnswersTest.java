package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedAnswersTest {

    private final List<Long> sent = new ArrayList<>();
    private final OrderedAnswers answers = new OrderedAnswers(100, answer -> sent.add(answer.getCorrelationId()));

    @Test
    void shouldAnswerInRequestOrderWithinAPartition() {
        OrderedAnswers.Slot first = answers.open(lane(0), 10);
        OrderedAnswers.Slot second = answers.open(lane(0), 10);

        answers.complete(second, answer(2));
        assertThat(sent).isEmpty();
        answers.complete(first, answer(1));

        assertThat(sent).containsExactly(1L, 2L);
    }

    @Test
    void shouldNotLetOnePartitionWaitForAnother() {
        answers.open(lane(0), 10);
        OrderedAnswers.Slot other = answers.open(lane(1), 10);

        answers.complete(other, answer(2));

        assertThat(sent).containsExactly(2L);
    }

    @Test
    void shouldReadOnOnlyWhenThereIsRoom() {
        OrderedAnswers.Slot large = answers.open(lane(0), 200);

        assertThat(answers.mayReadNext()).isFalse();
        assertThat(answers.mayReadNext()).isFalse();
        assertThat(answers.complete(large, answer(1)).readAgain()).isEqualTo(2);
        assertThat(answers.mayReadNext()).isTrue();
    }

    @Test
    void shouldFinishWithTheLastAnswer() {
        OrderedAnswers.Slot only = answers.open(lane(0), 10);

        assertThat(answers.lastWasOpened()).isFalse();
        assertThat(answers.complete(only, answer(1)).finished()).isTrue();
    }

    private static OrderedAnswers.Lane lane(int partition) {
        return OrderedAnswers.lane(ProduceRequest.newBuilder()
                .setTopic("orders")
                .setPartition(partition)
                .build());
    }

    private static ProduceResponse answer(long correlation) {
        return ProduceResponse.newBuilder().setCorrelationId(correlation).build();
    }
}

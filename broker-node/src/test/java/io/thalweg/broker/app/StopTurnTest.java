package io.thalweg.broker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerId;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

final class StopTurnTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ThreeRegistered cluster = new ThreeRegistered();
    private final BlockingQueue<CommandReply> replies = new LinkedBlockingQueue<>();

    @Test
    void shouldWaitForItsTurnUntilTheOtherIsFenced() throws InterruptedException {
        cluster.apply(new Command.StopBroker(cluster.identity(2)));

        Thread turn = begin(3, LONG);

        assertThat(replies.take().accepted()).isFalse();
        awaitWaiting(turn);
        cluster.fence(2);
        awaitEnd(turn);
        assertThat(replies.take().accepted()).isTrue();
    }

    @Test
    void shouldReturnOnceItLeadsNothing() throws InterruptedException {
        Thread turn = begin(1, LONG);

        assertThat(replies.take().accepted()).isTrue();
        awaitWaiting(turn);
        cluster.handOff(1, 2);
        awaitEnd(turn);
    }

    @Test
    void shouldStopAtOnceWhenNobodyElseServes() {
        cluster.fence(2);
        cluster.fence(3);

        awaitEnd(begin(1, LONG));

        assertThat(replies).isEmpty();
    }

    @Test
    void shouldNotWaitForAnybodyWhoStopsAsWell() throws InterruptedException {
        cluster.apply(new Command.DrainBroker(new BrokerId(2), true));
        cluster.apply(new Command.DrainBroker(new BrokerId(3), true));

        awaitEnd(begin(1, LONG));

        assertThat(replies.take().accepted()).isTrue();
    }

    @Test
    void shouldGoWithoutAnAnswer() {
        turn(1, LONG, (command, millis) -> CompletableFuture.failedFuture(new IllegalStateException("no quorum")))
                .await();
        assertThat(cluster.image().partitionsLedBy(new BrokerId(1))).isNotEmpty();
    }

    @Test
    void shouldGoWhenTheTimeIsOver() throws InterruptedException {
        awaitEnd(begin(1, Duration.ofMillis(50)));
        assertThat(replies.take().accepted()).isTrue();
    }

    private Thread begin(int broker, Duration timeout) {
        StopTurn turn = turn(broker, timeout, (command, millis) -> {
            CommandReply reply = cluster.propose(command);
            replies.add(reply);
            return CompletableFuture.completedFuture(reply);
        });
        Thread thread = new Thread(turn::await, "stop-turn-test");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread turn) {
        await().until(() -> turn.getState() == Thread.State.TIMED_WAITING);
    }

    /** Long before the timeout. */
    private static void awaitEnd(Thread turn) {
        await().atMost(LONG.dividedBy(3)).until(() -> !turn.isAlive());
    }

    private StopTurn turn(int broker, Duration timeout, StopTurn.Proposals proposals) {
        return new StopTurn(new StopRules(new BrokerId(broker)), cluster.view(), proposals, timeout);
    }
}

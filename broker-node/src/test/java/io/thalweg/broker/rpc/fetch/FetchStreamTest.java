package io.thalweg.broker.rpc.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.rpc.ScriptedClient;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.broker.runtime.access.ReadOutcome;
import io.thalweg.broker.runtime.access.Subscription;
import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ClosePartition;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchCredit;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.OpenPartition;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** A consumer's stream, worked on when the test says so. */
final class FetchStreamTest {

    private static final UUID TOPIC = new UUID(7, 7);
    private static final UUID NO_TOPIC = new UUID(8, 8);
    private static final int MESSAGE = 1_000;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final ScriptedClient<FetchEvent> client = new ScriptedClient<>();
    private final OpenCount all = new OpenCount(3);
    private final FetchStream stream;
    private int subscribed;

    FetchStreamTest() {
        ImageView view = new ImageView(image());
        FetchParts parts = new FetchParts(
                view,
                partitions(),
                new LeaderHints(view, "client"),
                nothing(RequestListener.class),
                tasks::add,
                nothing(ScheduledExecutorService.class));
        stream = new FetchStream(client, parts, new PartitionNames(view), all);
    }

    @Test
    void shouldReadCommandsOnlyAsTheyAreObeyed() {
        // when
        stream.onNext(credit(1));
        stream.onNext(credit(1));

        // then
        assertThat(client.requested).isEqualTo(FetchStream.COMMANDS_READ_AHEAD);
        work();
        assertThat(client.requested).isEqualTo(FetchStream.COMMANDS_READ_AHEAD + 2);
    }

    @Test
    void shouldObeyNothingWhileTheClientDoesNotRead() {
        // given
        client.ready = false;

        // when
        stream.onNext(open(1, NO_TOPIC));
        work();

        // then: no answer waits for the client, and no more commands are asked for
        assertThat(client.heard).isEmpty();
        assertThat(client.requested).isEqualTo(FetchStream.COMMANDS_READ_AHEAD);

        // when
        client.read();
        work();

        // then
        assertThat(client.heard).hasSize(1);
        assertThat(client.requested).isEqualTo(FetchStream.COMMANDS_READ_AHEAD + 1);
    }

    @Test
    void shouldEndAHalfClosedStreamOnlyWhenItsCommandsAreObeyed() {
        // given
        client.ready = false;
        stream.onNext(open(1, NO_TOPIC));
        stream.onCompleted();

        // when
        work();

        // then
        assertThat(client.completed).isFalse();
        client.read();
        work();
        assertThat(client.heard).hasSize(1);
        assertThat(client.completed).isTrue();
    }

    @Test
    void shouldRefuseASubscriptionAboveTheBoundAndKeepTheOthers() {
        // when
        for (int number = 1; number <= 4; number++) {
            stream.onNext(open(number, TOPIC));
        }
        work();

        // then
        assertThat(client.heard).hasSize(1);
        FetchEvent refusal = client.heard.get(0);
        assertThat(refusal.getSubscription()).isEqualTo(4);
        assertThat(refusal.getEnded().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED_VALUE);
        assertThat(subscribed).isEqualTo(3);
    }

    @Test
    void shouldGiveTheRoomOfClosedSubscriptionsBack() {
        // given
        stream.onNext(open(1, TOPIC));
        stream.onNext(open(2, TOPIC));
        work();
        assertThat(all.open()).isEqualTo(2);

        // when
        stream.onNext(close(1));
        work();

        // then
        assertThat(all.open()).isEqualTo(1);
        stream.onError(new IllegalStateException("gone"));
        work();
        assertThat(all.open()).isZero();
        assertThat(subscribed).isZero();
    }

    @Test
    void shouldLetOtherStreamsAtTheThreadAfterARound() {
        // given: a partition that never ends
        stream.onNext(open(1, TOPIC));
        stream.onNext(credit(Long.MAX_VALUE));

        // when
        tasks.remove().run();

        // then: it stopped by itself and put the rest at the end of the queue
        assertThat(client.heard).hasSizeBetween(1, 50);
        assertThat(tasks).hasSize(1);
    }

    @Test
    void shouldSendNothingMoreWhileTheClientDoesNotRead() {
        // given
        stream.onNext(open(1, TOPIC));
        stream.onNext(credit(Long.MAX_VALUE));
        tasks.remove().run();
        client.ready = false;
        int before = client.heard.size();

        // when
        work();

        // then
        assertThat(client.heard).hasSize(before);
        assertThat(tasks).isEmpty();
    }

    private void work() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static FetchCommand open(int number, UUID topic) {
        ByteBuffer id = ByteBuffer.allocate(16)
                .putLong(topic.getMostSignificantBits())
                .putLong(topic.getLeastSignificantBits())
                .flip();
        return FetchCommand.newBuilder()
                .setOpen(OpenPartition.newBuilder().setSubscription(number).setTopicId(ByteString.copyFrom(id)))
                .build();
    }

    private static FetchCommand close(int number) {
        return FetchCommand.newBuilder()
                .setClose(ClosePartition.newBuilder().setSubscription(number))
                .build();
    }

    private static FetchCommand credit(long bytes) {
        return FetchCommand.newBuilder()
                .setCredit(FetchCredit.newBuilder().setBytes(bytes))
                .build();
    }

    /** Partitions that always have one more message. */
    private PartitionAccess partitions() {
        return port(PartitionAccess.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "onCommitted" -> {
                subscribed++;
                yield (Subscription) () -> subscribed--;
            }
            case "read" -> {
                long offset = (Long) arguments[1];
                yield new ReadOutcome.Data(List.of(ByteBuffer.allocate(MESSAGE)), offset + 1, Long.MAX_VALUE, 0, 1);
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T nothing(Class<T> port) {
        return port(port, (proxy, method, arguments) -> null);
    }

    private static <T> T port(Class<T> port, InvocationHandler handler) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }

    private static ClusterImage image() {
        BrokerId broker = new BrokerId(1);
        UUID storage = new UUID(1, 1);
        BrokerRegistration registration = new BrokerRegistration(
                broker, storage, storage, new TreeMap<>(), "", RestartKind.LOSSY, BrokerEpoch.NONE, 0, List.of(), 1);
        Map<String, String> config = Map.of("min.insync.replicas", "1");
        Command creation =
                new Command.CreateTopic(new TopicId(TOPIC), "orders", false, config, List.of(List.of(broker)));
        ClusterImage image = applied(ClusterImage.empty(new UUID(1, 1)), new Command.RegisterBroker(registration));
        BrokerIdentity identity = Objects.requireNonNull(image.broker(broker)).identity();
        return applied(applied(image, new Command.ActivateBroker(identity)), creation);
    }

    private static ClusterImage applied(ClusterImage image, Command command) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        assertThat(applied.reply().accepted()).as("%s", applied.reply()).isTrue();
        return applied.image();
    }
}

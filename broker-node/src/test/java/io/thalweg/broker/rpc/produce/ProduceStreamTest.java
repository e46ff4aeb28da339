package io.thalweg.broker.rpc.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.LeaderHints;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.rpc.ScriptedClient;
import io.thalweg.broker.runtime.access.PartitionAccess;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ProduceStreamTest {

    private final ScriptedClient<ProduceResponse> client = new ScriptedClient<>();
    private final AppendBudget budget = new AppendBudget(1_000, 1);
    private final ProduceStream stream = new ProduceStream(client, appender(), budget);

    @Test
    void shouldReadOnWhileTheClientTakesItsAnswers() {
        // when
        stream.onNext(toNowhere());

        // then
        assertThat(client.heard).hasSize(1);
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD + 1);
    }

    @Test
    void shouldReadNothingMoreUntilTheClientTakesItsAnswers() {
        // given
        client.ready = false;

        // when
        stream.onNext(toNowhere());
        stream.onNext(toNowhere());

        // then
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD);
        client.read();
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD + 2);
    }

    @Test
    void shouldReadNothingMoreWhileTheBatchesOfAllProducersTakeTooMuch() {
        // given
        budget.take(600);

        // when
        stream.onNext(toNowhere());
        stream.onNext(toNowhere());

        // then
        assertThat(client.heard).hasSize(2);
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD);
        budget.giveBack(600);
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD + 2);
    }

    @Test
    void shouldReadOnInsteadOfWaitingWhenTooManyWait() {
        // given
        budget.take(600);
        budget.whenRoomy(() -> {});

        // when
        stream.onNext(toNowhere());

        // then
        assertThat(client.requested).isEqualTo(ProduceStream.REQUESTS_READ_AHEAD + 1);
    }

    private static ProduceCall toNowhere() {
        return new ProduceCall(ProduceRequest.newBuilder().setTopic("nowhere").build(), ByteBuffer.allocate(0));
    }

    private Appender appender() {
        ImageView view = new ImageView(ClusterImage.empty(new UUID(1, 1)));
        ProduceParts parts = new ProduceParts(
                view,
                nothing(PartitionAccess.class),
                new LeaderHints(view, "client"),
                nothing(RequestListener.class),
                budget);
        return new Appender(parts, new BatchIntake(view, () -> 0), () -> 0);
    }

    /** Something that may be told anything and does nothing. */
    private static <T> T nothing(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> null));
    }
}

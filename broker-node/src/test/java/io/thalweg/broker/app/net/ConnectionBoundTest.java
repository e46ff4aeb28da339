package io.thalweg.broker.app.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

final class ConnectionBoundTest {

    private final ConnectionBound bound = new ConnectionBound(2);
    private final EmbeddedChannel socket = new EmbeddedChannel(bound);

    @Test
    void shouldCloseWhatIsAcceptedBeyondTheBound() {
        // given
        EmbeddedChannel first = accept();
        EmbeddedChannel second = accept();

        // when
        EmbeddedChannel third = accept();

        // then
        assertThat(first.isOpen()).isTrue();
        assertThat(second.isOpen()).isTrue();
        assertThat(third.isOpen()).isFalse();
        assertThat(socket.inboundMessages()).containsExactly(first, second);
    }

    @Test
    void shouldAcceptAgainWhenOneIsClosed() {
        // given
        EmbeddedChannel first = accept();
        accept();
        accept();

        // when
        first.close();
        EmbeddedChannel next = accept();

        // then
        assertThat(next.isOpen()).isTrue();
        assertThat(bound.open()).isEqualTo(2);
    }

    private EmbeddedChannel accept() {
        EmbeddedChannel connection = new EmbeddedChannel();
        socket.writeInbound(connection);
        return connection;
    }
}

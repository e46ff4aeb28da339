package io.thalweg.client.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.api.serde.Serde;
import io.thalweg.client.api.serde.Serdes;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SerdesTest {
    private static <T> T there(Serde<T> serde, T value) {
        byte[] bytes = serde.serialize("t", value);
        ByteBuffer wide = ByteBuffer.allocate(bytes.length + 10);
        wide.position(5).put(bytes).flip().position(5);
        return serde.deserialize("t", wide);
    }

    @Test
    void shouldReadWhatItWrote() {
        UUID id = new UUID(3, 4);
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2});

        assertThat(there(Serdes.string(), "Übergröße")).isEqualTo("Übergröße");
        assertThat(there(Serdes.longs(), -5L)).isEqualTo(-5L);
        assertThat(there(Serdes.integers(), Integer.MIN_VALUE)).isEqualTo(Integer.MIN_VALUE);
        assertThat(there(Serdes.uuids(), id)).isEqualTo(id);
        assertThat(there(Serdes.bytes(), new byte[] {1, 2})).containsExactly(1, 2);
        assertThat(there(Serdes.byteBuffer(), buffer)).isEqualTo(buffer);
    }

    @Test
    void shouldReadTextFromAReadOnlyBuffer() {
        ByteBuffer data = ByteBuffer.wrap(new byte[] {'a', 'b'}).asReadOnlyBuffer();

        assertThat(Serdes.string().deserialize("t", data)).isEqualTo("ab");
    }

    @Test
    void shouldRefuseNumbersOfTheWrongLength() {
        assertThatThrownBy(() -> Serdes.longs().deserialize("t", ByteBuffer.allocate(7)))
                .hasMessageContaining("8 bytes");
    }

    @Test
    void shouldReadBrokerAddresses() {
        assertThat(BrokerAddress.parseList("a, b:1,[::1]:2"))
                .containsExactly(new BrokerAddress("a", 7400), new BrokerAddress("b", 1), new BrokerAddress("::1", 2));
        assertThat(new BrokerAddress("::1", 2)).hasToString("[::1]:2");
        assertThatThrownBy(() -> BrokerAddress.parse("a:x")).hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() -> BrokerAddress.parse("::1")).hasMessageContaining("brackets");
        assertThatThrownBy(() -> BrokerAddress.parseList(" ,")).hasMessageContaining("no broker address");
    }
}

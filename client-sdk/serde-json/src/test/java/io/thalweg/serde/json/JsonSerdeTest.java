package io.thalweg.serde.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonSerdeTest {
    /** A value to carry. */
    record Order(String id, long cents, List<String> items) {}

    private final JsonSerde<Order> serde = JsonSerde.of(Order.class);

    @Test
    void shouldReadWhatItWrote() {
        Order order = new Order("o-1", 1250, List.of("oar", "rope"));
        byte[] json = serde.serialize("orders", order);

        assertThat(new String(json, StandardCharsets.UTF_8)).contains("\"id\":\"o-1\"");
        assertThat(serde.deserialize("orders", ByteBuffer.wrap(json))).isEqualTo(order);
        assertThat(serde.deserialize("orders", ByteBuffer.wrap(json).asReadOnlyBuffer()))
                .isEqualTo(order);
    }

    @Test
    void shouldRefuseWhatIsNoJson() {
        assertThatThrownBy(() -> serde.deserialize("orders", ByteBuffer.wrap(new byte[] {'x'})))
                .isInstanceOf(RuntimeException.class);
    }
}

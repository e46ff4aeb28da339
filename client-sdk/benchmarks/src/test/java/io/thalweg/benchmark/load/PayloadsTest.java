package io.thalweg.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

final class PayloadsTest {
    @Test
    void shouldBeTheSameInEveryProcess() {
        Payloads one = new Payloads(1_000, 5);
        Payloads other = new Payloads(1_000, 5);

        for (long record = 0; record < 3_000; record++) {
            assertThat(one.value(record)).hasSize(1_000).isEqualTo(other.value(record));
            assertThat(one.key(record)).isEqualTo(other.key(record));
        }
    }

    @Test
    void shouldHaveAsManyKeysAsWanted() {
        assertThat(new Payloads(10, 0).key(1)).isNull();
        assertThat(new Payloads(10, 3).key(3)).isEqualTo(new Payloads(10, 3).key(0));
        assertThat(new Payloads(10, 3).key(2)).isNotEqualTo(new Payloads(10, 3).key(0));
    }

    @Test
    void shouldCompressAsTextDoesAndNotAsPadding() throws Exception {
        Payloads payloads = new Payloads(1_000, 0);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed, new Deflater(1))) {
            for (long record = 0; record < 64; record++) {
                deflater.write(payloads.value(record));
            }
        }

        assertThat(64_000.0 / packed.size()).isBetween(2.0, 6.0);
    }

    @Test
    void shouldStampACopy() {
        Payloads payloads = new Payloads(100, 0);
        byte[] before = payloads.value(1).clone();

        byte[] stamped = payloads.stamped(1, -42);

        assertThat(Payloads.stamp(stamped)).isEqualTo(-42);
        assertThat(payloads.value(1)).isEqualTo(before);
    }
}

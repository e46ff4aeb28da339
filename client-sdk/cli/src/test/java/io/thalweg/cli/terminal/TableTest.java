package io.thalweg.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void shouldAlignNumbersToTheRightAndTextToTheLeft() {
        // given
        Table table = Table.of("NAME", "RECORDS", "SIZE");
        table.row("orders", 5, Amount.bytes(1_536)).row("a", 1_200, Amount.bytes(3));

        // when
        String text = table.text();

        // then
        assertThat(text).isEqualTo("""
                        NAME    RECORDS     SIZE
                        orders        5  1.5 KiB
                        a          1200      3 B
                        """);
    }

    @Test
    void shouldShowADashForNothing() {
        String text = Table.of("LEADER", "RACK").row(null, "").text();

        assertThat(text).isEqualTo("LEADER  RACK\n     -  -\n");
    }

    @Test
    void shouldWriteAmountsAsPeopleReadThem() {
        assertThat(Amount.count(1_234_567).text()).isEqualTo("1 234 567");
        assertThat(Amount.bytes(5L << 30).text()).isEqualTo("5.0 GiB");
        assertThat(Amount.duration(Duration.ofMillis(340)).text()).isEqualTo("340 ms");
        assertThat(Amount.duration(Duration.ofMillis(2_140)).text()).isEqualTo("2.1 s");
        assertThat(Amount.duration(Duration.ofSeconds(185)).text()).isEqualTo("3 min 5 s");
    }
}

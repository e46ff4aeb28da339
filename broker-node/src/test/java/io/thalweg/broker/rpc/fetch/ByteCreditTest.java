package io.thalweg.broker.rpc.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ByteCreditTest {

    private final ByteCredit credit = new ByteCredit();

    @Test
    void shouldStayAboveZeroHoweverMuchIsGranted() {
        // when
        credit.grant(Long.MAX_VALUE);
        credit.grant(Long.MAX_VALUE);

        // then
        assertThat(credit.isLeft()).isTrue();
        assertThat(credit.upTo(1_000)).isEqualTo(1_000);
    }

    @Test
    void shouldTakeNothingAwayByAGrant() {
        // given
        credit.grant(10);

        // when
        credit.grant(-5);
        credit.grant(Long.MIN_VALUE);

        // then
        assertThat(credit.upTo(1_000)).isEqualTo(10);
    }

    @Test
    void shouldOweWhatAWholeBatchTookMore() {
        // given
        credit.grant(10);

        // when
        credit.spend(25);
        credit.grant(15);

        // then
        assertThat(credit.isLeft()).isFalse();
        credit.grant(1);
        assertThat(credit.isLeft()).isTrue();
    }
}

package io.thalweg.client.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.api.ErrorReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryRulesTest {
    @Test
    void shouldWaitTenMillisecondsFirstAndASecondAtMost() {
        Backoff backoff = new Backoff();

        assertThat(backoff.nextMillis()).isEqualTo(10);
        assertThat(backoff.nextMillis()).isEqualTo(20);
        for (int i = 0; i < 10; i++) {
            backoff.nextMillis();
        }
        assertThat(backoff.nextMillis()).isEqualTo(1_000);
        backoff.reset();
        assertThat(backoff.nextMillis()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(ErrorReason.class)
    void shouldTryAgainOnlyWhatMaySucceedLater(ErrorReason reason) {
        Verdict verdict = Verdict.of(reason);

        if (verdict == Verdict.AGAIN || verdict == Verdict.ELSEWHERE) {
            assertThat(reason.kind()).isEqualTo(ErrorReason.Kind.RETRIABLE);
        }
        assertThat(reason.remedy()).isNotBlank().doesNotEndWith(".");
    }

    @ParameterizedTest
    @EnumSource(
            value = io.thalweg.proto.v1.ErrorReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ERROR_REASON_UNSPECIFIED", "UNRECOGNIZED"})
    void shouldKnowEveryReasonOfTheProtocol(io.thalweg.proto.v1.ErrorReason reason) {
        String name = reason.name().substring("ERROR_REASON_".length());

        assertThat(ErrorReason.valueOf(name).name()).isEqualTo(name);
    }

    @Test
    void shouldFindTheLeaderInAnError() {
        BrokerError error = new BrokerError(
                ErrorReason.NOT_LEADER, "not me", Map.of("host", "h", "port", "7400", "leaderEpoch", "12"));

        assertThat(error.hintedAddress()).isEqualTo(new BrokerAddress("h", 7400));
        assertThat(error.number("leaderEpoch")).isEqualTo(12);
        assertThat(error.number("leader")).isEqualTo(-1);
        assertThat(BrokerError.of(ErrorReason.NOT_LEADER, "not me").hintedAddress())
                .isNull();
    }
}

package io.thalweg.broker.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestartDecisionTest {
    private static final UUID STORAGE = new UUID(1, 2);
    private static final StoredLog SOUND = log(1, false, null);
    private static final StoredLog UNSYNCED = log(2, true, null);
    private static final StoredLog DAMAGED = log(3, false, "checksum");

    @Test
    void shouldBeCleanAfterAnOrderlyStopEvenOnAnotherBoot() {
        assertThat(kind(new RestartMarker(false, "boot-1", STORAGE, 5, RestartKind.CLEAN), "boot-2"))
                .isEqualTo(RestartKind.CLEAN);
    }

    @Test
    void shouldTellAProcessCrashFromAMachineCrashByTheBootId() {
        RestartMarker inUse = new RestartMarker(true, "boot-1", STORAGE, 5, RestartKind.CLEAN);

        assertThat(kind(inUse, "boot-1")).isEqualTo(RestartKind.PROCESS);
        assertThat(kind(inUse, "boot-2")).isEqualTo(RestartKind.POWER);
    }

    @ParameterizedTest
    @EnumSource(RestartKind.class)
    void shouldNeverGetBetterThanTheDebt(RestartKind debt) {
        assertThat(kind(new RestartMarker(true, "boot-1", STORAGE, 5, debt), "boot-1"))
                .isGreaterThanOrEqualTo(debt)
                .isGreaterThanOrEqualTo(RestartKind.PROCESS);
        assertThat(kind(new RestartMarker(false, "boot-1", STORAGE, 5, debt), "boot-1"))
                .isEqualTo(debt);
    }

    @Test
    void shouldBeLossyWithoutAMarkerWithAForeignOneAndAfterAnIoError() {
        RestartMarker clean = new RestartMarker(false, "boot-1", STORAGE, 5, RestartKind.CLEAN);

        assertThat(kind(null, "boot-1")).isEqualTo(RestartKind.LOSSY);
        assertThat(RestartDecision.beforeOpening(clean, new UUID(9, 9), "boot-1", false))
                .isEqualTo(RestartKind.LOSSY);
        assertThat(RestartDecision.beforeOpening(clean, STORAGE, "boot-1", true))
                .isEqualTo(RestartKind.LOSSY);
    }

    @Test
    void shouldBeLossyWhenTheWriteAheadLogWasDamaged() {
        assertThat(RestartDecision.afterOpening(RestartKind.CLEAN, true)).isEqualTo(RestartKind.LOSSY);
        assertThat(RestartDecision.afterOpening(RestartKind.POWER, false)).isEqualTo(RestartKind.POWER);
    }

    @Test
    void shouldNameTheLogsThatMayHaveLostRecords() {
        List<StoredLog> logs = List.of(SOUND, UNSYNCED, DAMAGED);

        assertThat(RestartDecision.lossyLogs(RestartKind.CLEAN, logs)).containsExactly(DAMAGED.id());
        assertThat(RestartDecision.lossyLogs(RestartKind.PROCESS, logs)).containsExactly(DAMAGED.id());
        assertThat(RestartDecision.lossyLogs(RestartKind.POWER, logs)).containsExactly(UNSYNCED.id(), DAMAGED.id());
        assertThat(RestartDecision.lossyLogs(RestartKind.LOSSY, logs)).hasSize(3);
    }

    private static RestartKind kind(@Nullable RestartMarker marker, String bootId) {
        return RestartDecision.beforeOpening(marker, STORAGE, bootId, false);
    }

    private static StoredLog log(int uid, boolean unsynced, @Nullable String damage) {
        BatchSeed seed = new BatchSeed(0, 0, uid);
        return new StoredLog(new LogId(uid), seed, LogState.EMPTY, 0, 0, List.of(), unsynced, damage);
    }
}

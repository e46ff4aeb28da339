package io.thalweg.broker.log;

import io.thalweg.broker.record.LogId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what may have been lost before this start. The kind only gets worse until a registration has reported it. */
public final class RestartDecision {
    private RestartDecision() {}

    /**
     * The kind as far as the folder knows it, to be written back as debt and synced before the store is opened: else a
     * second crash during the start would look like a mere process crash.
     *
     * @param marker null if there is none, or it cannot be read
     * @param storageId the folder's id
     * @param bootId the machine's boot id now
     * @param ioErrorRecorded whether the process before noted an I/O error
     */
    public static RestartKind beforeOpening(
            @Nullable RestartMarker marker, UUID storageId, String bootId, boolean ioErrorRecorded) {
        if (marker == null || ioErrorRecorded || !marker.storageId().equals(storageId)) {
            return RestartKind.LOSSY;
        }
        RestartKind kind = RestartKind.CLEAN;
        if (marker.inUse()) {
            kind = marker.bootId().equals(bootId) ? RestartKind.PROCESS : RestartKind.POWER;
        }
        return kind.worse(marker.debt());
    }

    /** The kind once the store has been opened. */
    public static RestartKind afterOpening(RestartKind kind, boolean journalDamaged) {
        return journalDamaged ? RestartKind.LOSSY : kind;
    }

    /**
     * Logs that may have lost acknowledged records although the broker as a whole did not: the damaged ones, and after
     * a power failure those that acknowledged before a sync.
     */
    public static List<LogId> lossyLogs(RestartKind kind, List<StoredLog> logs) {
        return logs.stream()
                .filter(log -> log.damage() != null
                        || kind == RestartKind.LOSSY
                        || (kind == RestartKind.POWER && log.unsyncedAcks()))
                .map(StoredLog::id)
                .toList();
    }
}

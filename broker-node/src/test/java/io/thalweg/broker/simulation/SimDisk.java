package io.thalweg.broker.simulation;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.RestartDecision;
import io.thalweg.broker.log.RestartKind;
import io.thalweg.broker.log.RestartMarker;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.log.testing.MemoryLogStore;
import io.thalweg.broker.log.testing.MemoryQuarantine;
import io.thalweg.broker.record.LogId;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A broker's disk: the store, and the restart marker that the production rules read and write. */
final class SimDisk {
    private final SimClock clock;
    private final BrokerId broker;
    private MemoryLogStore store = new MemoryLogStore();
    private MemoryQuarantine quarantine = new MemoryQuarantine();
    private UUID storageId;
    private RestartMarker marker;
    private boolean ioErrorNoted;
    private boolean room = true;
    private int boots;
    private int storages;
    private long synced;

    SimDisk(SimClock clock, BrokerId broker) {
        this.clock = clock;
        this.broker = broker;
        this.storageId = new UUID(broker.value(), 0);
        this.marker = new RestartMarker(false, "0", storageId, 0, RestartKind.LOSSY);
    }

    /** What a new process finds. */
    Opened open() {
        RestartKind kind = RestartDecision.beforeOpening(marker, storageId, bootId(), ioErrorNoted);
        marker = new RestartMarker(true, bootId(), storageId, marker.lastEpoch(), kind);
        Map<LogId, StoredLog> logs = new HashMap<>();
        List<StoredLog> recovered = store.recover();
        recovered.forEach(log -> logs.put(log.id(), log));
        synced = store.sync();
        return new Opened(kind, logs, RestartDecision.lossyLogs(kind, recovered), store.writtenSequence());
    }

    /** The registration was accepted. */
    void registered(BrokerEpoch epoch) {
        if (marker.lastEpoch() != epoch.value() || marker.debt() != RestartKind.CLEAN) {
            marker = new RestartMarker(true, bootId(), storageId, epoch.value(), RestartKind.CLEAN);
            ioErrorNoted = false;
        }
    }

    BrokerEpoch previousEpoch() {
        return new BrokerEpoch(marker.lastEpoch());
    }

    private String bootId() {
        return Integer.toString(boots);
    }

    /** The process dies; everything written stays. */
    void afterProcess() {
        store.crash(Integer.MAX_VALUE);
    }

    /** The process ends in order. */
    void afterCleanStop() {
        store.sync();
        store.crash(0);
        marker = new RestartMarker(false, bootId(), storageId, marker.lastEpoch(), marker.debt());
    }

    /** The machine goes down: what was synced stays, and some of the rest. */
    void afterPower() {
        boots++;
        loseUnsynced();
    }

    private void loseUnsynced() {
        int unsynced = store.unsyncedWrites();
        store.crash(unsynced == 0 ? 0 : clock.pick(unsynced + 1));
    }

    /** Another disk, empty. */
    void afterLoss() {
        store = new MemoryLogStore();
        quarantine = new MemoryQuarantine();
        storages++;
        storageId = new UUID(broker.value(), storages);
        marker = new RestartMarker(false, bootId(), storageId, 0, RestartKind.LOSSY);
        ioErrorNoted = false;
    }

    /**
     * The disk refused a write or a sync and the process halted.
     *
     * @param noted whether the error could be noted; what was not synced is uncertain then
     */
    void afterFault(boolean noted) {
        ioErrorNoted |= noted;
        if (noted) {
            loseUnsynced();
        } else {
            store.crash(Integer.MAX_VALUE);
        }
        freeSpace();
    }

    /** Writes fail soon. The broker may have noticed in time that there is no room, or not. */
    void fillUp(boolean noticed) {
        room = !noticed;
        store.limitSpace(noticed ? Long.MAX_VALUE : clock.pick(2_000));
        quarantine.full(true);
    }

    void freeSpace() {
        room = true;
        store.limitSpace(Long.MAX_VALUE);
        quarantine.full(false);
    }

    /** Whether there is room for records, as far as the broker knows. */
    boolean room() {
        return room;
    }

    void failNextSync() {
        store.failNextSync();
    }

    /** @throws StorageFault if the disk refuses */
    void write(LogChanges changes) {
        store.write(changes);
    }

    /** @throws StorageFault if the disk refuses */
    long sync() {
        synced = store.sync();
        return synced;
    }

    MemoryLogStore store() {
        return store;
    }

    MemoryQuarantine quarantine() {
        return quarantine;
    }

    UUID storageId() {
        return storageId;
    }

    long synced() {
        return synced;
    }

    long written() {
        return store.writtenSequence();
    }

    /** What a process found on its disk. */
    record Opened(RestartKind kind, Map<LogId, StoredLog> logs, List<LogId> lossy, long position) {}
}

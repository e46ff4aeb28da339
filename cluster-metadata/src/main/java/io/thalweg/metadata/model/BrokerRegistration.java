package io.thalweg.metadata.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a broker says of itself when it registers.
 *
 * @param incarnation one per process life
 * @param storageId one per data folder
 * @param listeners advertised endpoints by listener name ("client", "peer", "raft", "http")
 * @param rack failure domain, empty for none
 * @param previousEpoch epoch in the restart marker: the last one this storage was registered with
 * @param storagePosition recovered storage sequence
 * @param lossyPartitions partitions that lost bytes although the rest did not
 */
public record BrokerRegistration(
        BrokerId id,
        UUID incarnation,
        UUID storageId,
        SortedMap<String, Endpoint> listeners,
        String rack,
        RestartKind restartKind,
        BrokerEpoch previousEpoch,
        long storagePosition,
        List<PartitionUid> lossyPartitions,
        int featureLevel) {

    /** Copies the collections; throws {@code IllegalArgumentException} for a negative position or feature level. */
    public BrokerRegistration {
        Require.atLeast(storagePosition, 0, "storage position");
        Require.atLeast(featureLevel, 0, "feature level");
        listeners = Collections.unmodifiableSortedMap(new TreeMap<>(listeners));
        lossyPartitions = lossyPartitions.stream().sorted().distinct().toList();
    }

    /** The same by a storage that was last registered with that epoch. */
    public BrokerRegistration withPreviousEpoch(BrokerEpoch epoch) {
        return new BrokerRegistration(
                id,
                incarnation,
                storageId,
                listeners,
                rack,
                restartKind,
                epoch,
                storagePosition,
                lossyPartitions,
                featureLevel);
    }
}

package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.ReplicationSettings;
import io.thalweg.broker.replication.action.Acks;
import io.thalweg.metadata.model.Partition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run is made of, drawn from its seed, so that some runs know no crash at all and others little else.
 *
 * @param faultEveryMillis mean time between two faults
 * @param weights how often each fault is chosen; 0 for never
 * @param moving whether an operator moves replicas between the brokers
 * @param recovering whether more is lost than the promise covers, and partitions are recovered
 */
record SimPlan(
        int brokers,
        int minIsr,
        boolean withOsTopic,
        long chaosMillis,
        long faultEveryMillis,
        long syncMillis,
        long imageMillis,
        long laneBytes,
        int pipeline,
        double lostReply,
        Acks otherAcks,
        Map<Fault, Integer> weights,
        boolean moving,
        boolean recovering) {

    /** A few batches. */
    private static final long NEAR_BYTES = 400;

    /** One row, or two. */
    private static final int TABLE_BYTES = 150;

    private static final long FAR_BYTES = 1_600;

    /** Timers shorter than in production, so that much happens in little virtual time. */
    static final ReplicationSettings SETTINGS =
            new ReplicationSettings(700, 150, 30, 200, 500, 1 << 20, TABLE_BYTES, NEAR_BYTES, FAR_BYTES);

    enum Fault {
        CRASH_PROCESS,
        STOP,
        CRASH_POWER,
        POWER_CUT,
        CRASH_LOSSY,
        DISK_FULL,
        SYNC_FAILS,
        DAMAGE,
        CLOCK_JUMP,
        METADATA_FAILOVER,
        PAUSE,
        BREAK_STREAM,
        CUT_PAIR,
        CUT_ONE_WAY,
        ISOLATE,
        CUT_METADATA,
        FENCE,
        DRAIN,
        HAND_OFF,
        LOG_START,
        BREAK_LANE,
        HOLD_LANE,
        BLACKOUT,
        DISKS_LOST,
        LONG_DEATH,
        LEFT_ALONE;

        /** Whether it may take more than the promise covers. */
        boolean needsRecovery() {
            return compareTo(BLACKOUT) >= 0;
        }
    }

    /** What the promise is made for. */
    int minIsr(Partition partition) {
        return partition.replicas().isEmpty() ? 1 : minIsr;
    }

    static SimPlan draw(SimClock clock, boolean moving, boolean recovering) {
        Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            if (recovering || !fault.needsRecovery()) {
                weights.put(fault, clock.chance(0.4) ? 0 : 1 + clock.pick(6));
            }
        }
        if (recovering) {
            // What nobody can read any more nobody can copy: such a partition never becomes well.
            weights.put(Fault.DAMAGE, 0);
        }
        int brokers = 3 + clock.pick(2) + (moving ? 1 : 0);
        return new SimPlan(
                brokers,
                clock.chance(0.85) ? 2 : 1,
                clock.chance(0.4) || recovering,
                clock.between(2_000, 4_000),
                clock.between(40, 400),
                clock.between(1, 40),
                clock.chance(0.3) ? 300 : 10,
                clock.chance(0.3) ? 600 : 65_536,
                1 + clock.pick(3),
                clock.chance(0.5) ? 0 : 0.2,
                List.of(Acks.ALL, Acks.LEADER, Acks.NONE).get(clock.pick(3)),
                weights,
                moving,
                recovering);
    }
}

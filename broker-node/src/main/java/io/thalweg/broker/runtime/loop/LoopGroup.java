package io.thalweg.broker.runtime.loop;

import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.replication.message.PeerStream;
import java.util.ArrayList;
import java.util.List;

/** All loops of a broker and their sync thread. */
public final class LoopGroup {
    private final List<PartitionLoop> loops = new ArrayList<>();
    private final SyncThread sync;

    /** Makes the threads; {@link #start} starts them. */
    public LoopGroup(LoopSettings settings, LoopClock clock, LogStore store, LoopEvents events) {
        sync = new SyncThread(store, events.listener(), clock.nanos(), this::synced, events.onFatal());
        StoreWriter writer = new StoreWriter(store, sync);
        for (int number = 0; number < settings.loops(); number++) {
            loops.add(new PartitionLoop(number, settings, clock, writer, events));
        }
    }

    public void start() {
        sync.start();
        loops.forEach(PartitionLoop::start);
    }

    /** Every loop, in order of its number. */
    public List<PartitionLoop> all() {
        return List.copyOf(loops);
    }

    /** The loop that owns a partition. */
    public PartitionLoop of(int partitionUid) {
        return loops.get(Math.floorMod(partitionUid, loops.size()));
    }

    /** A loop to see to a stream as a whole; any would do. */
    public PartitionLoop of(PeerStream stream) {
        return loops.get(Math.floorMod(stream.number(), loops.size()));
    }

    /** Works off what the mailboxes hold, syncs, and ends all threads. */
    public void stop() throws InterruptedException {
        for (PartitionLoop loop : loops) {
            loop.stop();
        }
        sync.stop();
    }

    private void synced(long sequence) {
        loops.forEach(loop -> loop.synced(sequence));
    }
}

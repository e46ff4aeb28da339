package io.thalweg.broker.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was ever committed in one partition, as the oracle saw it when it was committed first. */
final class CommittedLog {
    /** Chain hash by batch boundary. */
    private final TreeMap<Long, Long> chains = new TreeMap<>();

    /** By leader epoch: how far the log was committed by it or by an earlier one. */
    private final TreeMap<Long, Long> endsByEpoch = new TreeMap<>();

    private final TreeMap<Long, History.Node> batches = new TreeMap<>();
    private final Map<Long, Map<Long, Long>> offsetsByProducer = new HashMap<>();
    private final Map<Long, Long> nextSequence = new HashMap<>();
    private final Map<Integer, Long> tokensByCrc = new HashMap<>();
    private final Set<Long> tokens = new HashSet<>();
    private final Set<Long> refused = new HashSet<>();
    private final String name;
    private boolean everLost;

    CommittedLog(String name) {
        this.name = name;
        chains.put(0L, 0L);
    }

    long end() {
        return chains.lastKey();
    }

    @Nullable
    Long chainAt(long offset) {
        return chains.get(offset);
    }

    /** Everything so far was committed by a leader of this epoch, or of earlier ones. */
    void committedIn(long epoch) {
        endsByEpoch.merge(epoch, end(), Math::max);
    }

    /** How far the leaders of earlier epochs have committed. */
    long endBefore(long epoch) {
        return endsByEpoch.headMap(epoch, false).values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }

    /**
     * A recovery made somebody leader whose log is this, as far as it was ever committed. What else was committed is lost.
     *
     * @param kept in order, from the start or from the newest place that both have
     * @param from chain hash below the first of them
     * @return whether something was lost
     */
    boolean recovered(long recoveryEpoch, long from, List<History.Node> kept) {
        long common = 0;
        for (Map.Entry<Long, Long> boundary : chains.entrySet()) {
            common = boundary.getValue() == from ? boundary.getKey() : common;
        }
        boolean loses = common < end();
        everLost |= loses;
        long firstLost = common;
        chains.tailMap(common, false).clear();
        batches.tailMap(common, true).clear();
        endsByEpoch.replaceAll((epoch, end) -> Math.min(end, firstLost));
        offsetsByProducer.clear();
        nextSequence.clear();
        tokens.clear();
        batches.values().forEach(this::learn);
        kept.forEach(this::append);
        endsByEpoch.merge(recoveryEpoch, end(), Math::max);
        return loses;
    }

    /** A leader that has not heard of a recovery commits what the recovery did not keep. */
    void committedInVain() {
        everLost = true;
    }

    /** Whether a recovery lost something committed, before it or after. */
    boolean everLost() {
        return everLost;
    }

    /** Whether a batch is committed, with this history below it. */
    boolean has(History.Node batch) {
        Long chain = chains.get(batch.next());
        return chain != null && chain == batch.chain();
    }

    long boundaryBelow(long offset) {
        Long floor = chains.floorKey(Math.max(0, offset - 1));
        return floor == null ? 0 : floor;
    }

    /** An attempt of a producer can be told from all others by the checksum of its batch. */
    void attempt(int crc, long token) {
        tokensByCrc.put(crc, token);
    }

    void append(History.Node batch) {
        if (batch.base() != end()) {
            throw new Violation("S11", name + ": committed batch at " + batch.base() + " leaves a gap at " + end());
        }
        chains.put(batch.next(), batch.chain());
        batches.put(batch.base(), batch);
        learn(batch);
    }

    private void learn(History.Node batch) {
        Long token = tokensByCrc.get(batch.crc());
        if (token != null) {
            if (!tokens.add(token)) {
                throw new Violation("S14", name + ": request " + token + " is committed twice");
            }
            checkRefused(token);
        }
        if (batch.firstSequence() < 0) {
            return;
        }
        long expected = nextSequence.getOrDefault(batch.producer(), 0L);
        if (batch.firstSequence() != expected) {
            throw new Violation(
                    "S14",
                    name + ": producer " + batch.producer() + " committed sequence " + batch.firstSequence() + " after "
                            + (expected - 1));
        }
        nextSequence.put(batch.producer(), batch.lastSequence() + 1);
        offsetsByProducer
                .computeIfAbsent(batch.producer(), unused -> new HashMap<>())
                .put(batch.firstSequence(), batch.base());
    }

    void acknowledged(long producerId, long sequence, long offset) {
        Long committed = offsetsByProducer.getOrDefault(producerId, Map.of()).get(sequence);
        if (committed == null || (offset >= 0 && committed != offset)) {
            throw new Violation(
                    "S5",
                    name + ": producer " + producerId + " sequence " + sequence + " was acknowledged at " + offset
                            + ", committed at " + committed);
        }
    }

    void refused(long token) {
        refused.add(token);
        if (tokens.contains(token)) {
            checkRefused(token);
        }
    }

    private void checkRefused(long token) {
        if (refused.contains(token)) {
            throw new Violation("S18", name + ": request " + token + " was refused for good and is committed");
        }
    }
}

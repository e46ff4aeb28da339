package io.thalweg.broker.simulation;

import io.thalweg.broker.record.RecordBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every batch that any replica of one partition ever appended, as a tree: a chain hash names a batch together with all
 * that lies below it.
 */
final class History {
    private final Map<Long, Node> nodes = new HashMap<>();
    private final String name;

    History(String name) {
        this.name = name;
    }

    /** A replica appended a batch to the history with this chain hash; {@code whole} if that history is known to its start. */
    void appended(RecordBatch batch, long chainBefore, long chainAfter) {
        Node known = nodes.get(chainAfter);
        if (known != null) {
            return;
        }
        Node before = nodes.get(chainBefore);
        Node node = new Node(
                chainAfter,
                chainBefore,
                batch.baseOffset(),
                batch.nextOffset(),
                batch.producerId(),
                batch.hasProducer() ? batch.baseSequence() : -1,
                batch.hasProducer() ? batch.lastSequence() : -1,
                batch.crc(),
                batch.leaderEpoch(),
                batch.appendTimeMillis());
        nodes.put(chainAfter, node);
        if (before != null && before.appendTime > node.appendTime) {
            throw new Violation("S1", name + ": append time goes back at " + node.base);
        }
        if (batch.hasProducer()) {
            checkSequence(node);
        }
    }

    /** No log ever holds a gap or a repetition of a producer, committed or not. */
    private void checkSequence(Node node) {
        Node last = lastOf(node.producer, node.chainBefore);
        long expected = last == null ? 0 : last.lastSequence + 1;
        if (node.firstSequence != expected) {
            throw new Violation(
                    "S14",
                    name + ": producer " + node.producer + " appended sequence " + node.firstSequence + " at "
                            + node.base + " after " + (expected - 1));
        }
    }

    /** The newest batch of a producer in the history with this chain hash. */
    @Nullable
    Node lastOf(long producer, long chain) {
        Node node = nodes.get(chain);
        while (node != null && node.producer != producer) {
            node = nodes.get(node.chainBefore);
        }
        return node;
    }

    /** The batches that lead from one chain hash to another, oldest first; null if they do not. */
    @Nullable
    List<Node> path(long from, long to) {
        List<Node> found = new ArrayList<>();
        long at = to;
        while (at != from) {
            Node node = nodes.get(at);
            if (node == null) {
                return null;
            }
            found.add(node);
            at = node.chainBefore;
        }
        Collections.reverse(found);
        return found;
    }

    @Nullable
    Node at(long chain) {
        return nodes.get(chain);
    }

    /** One batch on top of a history. */
    record Node(
            long chain,
            long chainBefore,
            long base,
            long next,
            long producer,
            long firstSequence,
            long lastSequence,
            int crc,
            long leaderEpoch,
            long appendTime) {}
}

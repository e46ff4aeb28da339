package io.thalweg.broker.group;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The coordinator's table as every replica keeps it: the rows of all decisions, applied in order. */
final class CommittedTable {
    private final Map<String, byte[]> rows = new HashMap<>();

    GroupDecision keep(GroupDecision decision) {
        for (GroupRow row : decision.rows()) {
            String key = HexFormat.of().formatHex(row.key());
            byte[] value = row.value();
            if (value == null) {
                rows.remove(key);
            } else {
                rows.put(key, value);
            }
        }
        return decision;
    }

    /** A new coordinator's shard. */
    GroupShard restore(long nowMillis) {
        var shard = new GroupShard();
        rows.forEach((key, value) -> shard.restore(HexFormat.of().parseHex(key), value, nowMillis));
        return shard;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }
}

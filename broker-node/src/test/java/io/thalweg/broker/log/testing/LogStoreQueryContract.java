package io.thalweg.broker.log.testing;

import static io.thalweg.broker.log.testing.LogStoreContract.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.record.LogId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every log store answers about times, sizes and derived tables. */
public interface LogStoreQueryContract {
    LogStore store();

    @Test
    default void shouldFindOffsetsByCreateTime() {
        TestLog log = TestLog.created(store());
        log.appendAt(2, 1000);
        log.appendAt(2, 3000);
        log.appendAt(2, 2000);

        LogId id = log.id();
        assertThat(store().offsetForTime(id, 0, 6)).isZero();
        assertThat(store().offsetForTime(id, 1001, 6)).isEqualTo(2);
        assertThat(store().offsetForTime(id, 3000, 6)).isEqualTo(2);
        assertThat(store().offsetForTime(id, 3001, 6)).isEqualTo(6);
        assertThat(store().offsetForTime(id, 1001, 2)).isEqualTo(2);
        assertThat(store().offsetForTime(new LogId(404), 0, 6)).isEqualTo(6);
        log.state(4, 6, 6);
        assertThat(store().offsetForTime(id, 0, 6)).isEqualTo(4);
    }

    @Test
    default void shouldSayWhereRetentionByTimeBegins() {
        TestLog log = TestLog.created(store());
        log.appendAt(2, 1000);
        log.appendAt(2, 2000);
        log.appendAt(2, 3000);

        LogId id = log.id();
        assertThat(store().retentionStart(id, 1000, Long.MAX_VALUE, 6)).isZero();
        assertThat(store().retentionStart(id, 1001, Long.MAX_VALUE, 6)).isEqualTo(2);
        assertThat(store().retentionStart(id, 9000, Long.MAX_VALUE, 6)).isEqualTo(6);
        assertThat(store().retentionStart(id, 9000, Long.MAX_VALUE, 4)).isEqualTo(4);
    }

    @Test
    default void shouldSayWhereRetentionBySizeBegins() {
        TestLog log = TestLog.created(store());
        int length = log.append(1).length();
        log.append(1);
        log.append(1);

        LogId id = log.id();
        assertThat(store().sizeBytes(id)).isEqualTo(3L * length);
        assertThat(store().retentionStart(id, Long.MIN_VALUE, 3L * length, 3)).isZero();
        assertThat(store().retentionStart(id, Long.MIN_VALUE, 2L * length, 3)).isEqualTo(1);
        assertThat(store().retentionStart(id, Long.MIN_VALUE, 2L * length - 1, 3))
                .isEqualTo(1);
        assertThat(store().retentionStart(id, Long.MIN_VALUE, length, 3)).isEqualTo(2);
        assertThat(store().retentionStart(id, Long.MIN_VALUE, 0, 3)).isEqualTo(3);
        log.state(1, 3, 3);
        assertThat(store().sizeBytes(id)).isEqualTo(2L * length);
        assertThat(store().retentionStart(id, Long.MIN_VALUE, 2L * length, 3)).isEqualTo(1);
    }

    @Test
    default void shouldScanRowsByPrefixInOrder() {
        TestLog log = TestLog.created(store());
        LogId id = log.id();
        store().write(new LogChanges()
                .put(id, (byte) 1, key("ab"), key("2"))
                .put(id, (byte) 1, key("a"), key("1"))
                .put(id, (byte) 1, key("b"), key("4"))
                .put(id, (byte) 1, new byte[] {(byte) 0xFF}, key("5"))
                .put(id, (byte) 2, key("a"), key("other table"))
                .put(id, (byte) 1, key("ac"), key("3")));

        assertThat(rows(id, "")).containsExactly("1", "2", "3", "4", "5");
        assertThat(rows(id, "a")).containsExactly("1", "2", "3");
        assertThat(rows(id, "ab")).containsExactly("2");
        assertThat(rows(new LogId(404), "")).isEmpty();
        store().write(new LogChanges().remove(id, (byte) 1, key("ab")).put(id, (byte) 1, key("a"), key("new")));
        assertThat(rows(id, "a")).containsExactly("new", "3");
        assertThat(store().value(id, (byte) 1, key("ab"))).isNull();
    }

    @Test
    default void shouldStopScanningWhenTheVisitorHasEnough() {
        TestLog log = TestLog.created(store());
        store().write(new LogChanges()
                .put(log.id(), (byte) 1, key("a"), key("1"))
                .put(log.id(), (byte) 1, key("b"), key("2")));
        List<String> seen = new ArrayList<>();

        store().scan(log.id(), (byte) 1, new byte[0], (key, value) -> {
            seen.add(new String(key, StandardCharsets.UTF_8));
            return false;
        });

        assertThat(seen).containsExactly("a");
    }

    private List<String> rows(LogId log, String prefix) {
        List<String> values = new ArrayList<>();
        store().scan(log, (byte) 1, key(prefix), (key, value) -> values.add(new String(value, StandardCharsets.UTF_8)));
        return values;
    }
}

package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogHead;
import io.thalweg.broker.log.LogMarks;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.RestartKind;
import io.thalweg.broker.log.RestartMarker;
import io.thalweg.broker.log.StorageFault;
import io.thalweg.broker.record.BatchSeed;
import io.thalweg.broker.record.LogId;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Any bytes as the store's rows and as the small files of the data folder. The first byte of an input chooses what is
 * read; a row's key follows, then its value.
 */
final class StoredRowsFuzzTest implements FuzzRules {

    private static final long MOST_ALLOCATED = 64 << 10;
    private static final long PER_BYTE = 64;
    private static final LogId LOG = new LogId(77);
    private static final UUID STORAGE = new UUID(3, 4);
    private static final int KINDS = 6;

    @Override
    public List<byte[]> seeds() {
        LogHead.Boundary base = new LogHead.Boundary(10, -5, 0);
        LogHead head = new LogHead(
                new BatchSeed(1, 2, 3),
                new LogState(10, 20, 20),
                base,
                base,
                0,
                List.of(new EpochEntry(4, 10, 5)),
                new LogMarks(true, false));
        IndexEntry entry = new IndexEntry(10, 13, 999, 250, 1_790_000_000_000L, 7, new IndexEntry.Sums(-8, 250));
        RestartMarker marker = new RestartMarker(true, "boot", STORAGE, 55, RestartKind.POWER);
        FolderIdentity identity = new FolderIdentity(FolderIdentity.FORMAT, new UUID(1, 2), 3, STORAGE);
        return List.of(
                input(0, StateRows.countersKey(), new StateRows.Counters(5, 6).value()),
                input(1, StateRows.logKey(LOG), StateRows.logValue(head)),
                input(2, StateRows.epochKey(LOG, 4), StateRows.epochValue(new EpochEntry(4, 10, 5))),
                input(3, IndexEntry.key(LOG, 10), entry.value()),
                input(4, new byte[0], MarkerJson.write(marker).getBytes(StandardCharsets.UTF_8)),
                input(5, new byte[0], identity.toJson().getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] input(int kind, byte[] key, byte[] value) {
        return ByteBuffer.allocate(2 + key.length + value.length)
                .put((byte) kind)
                .put((byte) key.length)
                .put(key)
                .put(value)
                .array();
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length < 2) {
            return;
        }
        int split = 2 + Math.min(input[1] & 0xff, input.length - 2);
        byte[] key = Arrays.copyOfRange(input, 2, split);
        byte[] value = Arrays.copyOfRange(input, split, input.length);
        try {
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> {
                read((input[0] & 0xff) % KINDS, key, value);
                return true;
            });
        } catch (StorageFault e) {
            assertThat(e).hasMessageContaining("row");
        }
    }

    private static void read(int kind, byte[] key, byte[] value) {
        switch (kind) {
            case 0 -> assertThat(StateRows.Counters.decode(value).value()).isEqualTo(value);
            case 1 -> readLog(value);
            case 2 -> {
                EpochEntry entry = StateRows.epoch(key, value);
                assertThat(StateRows.epochValue(entry)).isEqualTo(value);
            }
            case 3 -> {
                IndexEntry entry = IndexEntry.decode(key, value);
                assertThat(entry.value()).isEqualTo(value);
                assertThat(IndexEntry.key(IndexEntry.logOf(key), entry.baseOffset()))
                        .isEqualTo(key);
            }
            case 4 -> readMarker(new String(value, StandardCharsets.UTF_8));
            default -> readIdentity(new String(value, StandardCharsets.UTF_8));
        }
    }

    private static void readLog(byte[] value) {
        StateRows.LogRow row = StateRows.LogRow.decode(value);
        LogHead head = new LogHead(row.seed(), row.state(), row.base(), row.base(), 0, List.of(), row.marks());
        assertThat(StateRows.LogRow.decode(StateRows.logValue(head))).isEqualTo(row);
    }

    private static void readMarker(String json) {
        RestartMarker found = MarkerJson.read(json);
        if (found != null) {
            assertThat(MarkerJson.read(MarkerJson.write(found))).isEqualTo(found);
        }
    }

    private static void readIdentity(String json) {
        FolderIdentity found = FolderIdentity.ofJson(json);
        if (found != null && found.format() == FolderIdentity.FORMAT) {
            assertThat(FolderIdentity.ofJson(found.toJson())).isEqualTo(found);
        }
    }
}

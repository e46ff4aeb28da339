package io.thalweg.broker.log.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.EpochEntry;
import io.thalweg.broker.log.LogChanges;
import io.thalweg.broker.log.LogSlice;
import io.thalweg.broker.log.LogState;
import io.thalweg.broker.log.LogStore;
import io.thalweg.broker.log.StoredLog;
import io.thalweg.broker.record.ChainHash;
import io.thalweg.broker.record.LogId;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.record.RecordBatches;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every log store does: appends, cuts and positions. An implementing test class gives the store;
 * {@link #reopen} stops it without a sync and starts it again.
 */
public interface LogStoreContract {
    LogId LOG = TestLog.ID;
    LogId OTHER = new LogId(-7);

    LogStore store();

    /** Ends the store as a killed process would, and gives the one that follows; it is already recovered. */
    List<StoredLog> reopen();

    @Test
    default void shouldReadBackWhatWasAppendedAsSoonAsItIsWritten() {
        TestLog log = TestLog.created(store());
        RecordBatch first = log.append(3);
        RecordBatch second = log.append(2);

        LogSlice slice = store().read(LOG, 0, 5, 1 << 20);

        assertThat(slice.baseOffset()).isZero();
        assertThat(slice.nextOffset()).isEqualTo(5);
        assertThat(bytesOf(slice)).containsExactly(first.bytes(), second.bytes());
    }

    @Test
    default void shouldReadFromInsideABatchAndNeverAcrossTheEnd() {
        TestLog log = TestLog.created(store());
        log.append(3);
        RecordBatch second = log.append(3);
        log.append(3);

        LogSlice slice = store().read(LOG, 4, 8, 1 << 20);

        assertThat(bytesOf(slice)).containsExactly(second.bytes());
        assertThat(slice.baseOffset()).isEqualTo(3);
        assertThat(slice.nextOffset()).isEqualTo(6);
        assertThat(store().read(LOG, 7, 8, 1 << 20).isEmpty()).isTrue();
    }

    @Test
    default void shouldReadAtLeastOneBatchAndThenOnlyWhatFits() {
        TestLog log = TestLog.created(store());
        int length = log.append(1).length();
        log.append(1);
        log.append(1);

        assertThat(store().read(LOG, 0, 3, 1).nextOffset()).isEqualTo(1);
        assertThat(store().read(LOG, 0, 3, 2 * length).nextOffset()).isEqualTo(2);
        assertThat(store().read(LOG, 0, 3, 3 * length - 1).nextOffset()).isEqualTo(2);
        assertThat(store().read(LOG, 0, 3, 3 * length).nextOffset()).isEqualTo(3);
    }

    @Test
    default void shouldReadNothingOutsideTheLog() {
        TestLog log = TestLog.created(store());
        log.append(5);
        log.append(5);
        log.state(5, 10, 10);

        assertThat(store().read(LOG, 10, 20, 1024).isEmpty()).isTrue();
        assertThat(store().read(LOG, 4, 10, 1024).isEmpty()).isTrue();
        assertThat(store().read(OTHER, 0, 10, 1024).isEmpty()).isTrue();
    }

    @Test
    default void shouldKeepLogsApart() {
        TestLog log = TestLog.created(store());
        TestLog neighbour = TestLog.created(store(), new LogId(LOG.partitionUid() + 1));
        RecordBatch mine = log.append(1);
        RecordBatch other = neighbour.append(2);

        assertThat(bytesOf(store().read(LOG, 0, 9, 1024))).containsExactly(mine.bytes());
        assertThat(bytesOf(store().read(neighbour.id(), 0, 9, 1024))).containsExactly(other.bytes());
    }

    @Test
    default void shouldWriteAllLogsOfAWriteOrNone() {
        TestLog log = TestLog.created(store());
        TestLog neighbour = TestLog.created(store(), OTHER);
        RecordBatch good = log.next(1);
        RecordBatch bad = neighbour.next(1);
        bad.stamp(3, 1, 0);
        long before = store().writtenSequence();

        assertThatThrownBy(() -> store().write(new LogChanges()
                        .append(LOG, good, good.chainAfter(ChainHash.EMPTY))
                        .append(OTHER, bad, 1)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(store().writtenSequence()).isEqualTo(before);
        assertThat(store().read(LOG, 0, 9, 1024).isEmpty()).isTrue();
        log.append(1);
        assertThat(store().read(LOG, 0, 9, 1024).nextOffset()).isEqualTo(1);
    }

    @Test
    default void shouldRefuseWhatDoesNotFit() {
        TestLog log = TestLog.created(store());
        log.append(5);
        log.append(5);
        log.state(0, 5, 5);

        assertRefused(new LogChanges().create(LOG, TestLog.SEED));
        assertRefused(new LogChanges().state(OTHER, LogState.EMPTY));
        assertRefused(new LogChanges().truncate(LOG, 7));
        assertRefused(new LogChanges().truncate(LOG, 11));
        assertRefused(new LogChanges().truncate(LOG, 0));
        assertRefused(new LogChanges().state(LOG, new LogState(0, 11, 0)));
        assertRefused(new LogChanges().put(OTHER, (byte) 1, new byte[1], new byte[1]));
        assertRefused(new LogChanges().delete(OTHER));
        log.state(5, 5, 5);
        assertRefused(new LogChanges().state(LOG, new LogState(4, 5, 5)));
    }

    @Test
    default void shouldTruncateAndAppendAnotherHistory() {
        TestLog log = TestLog.created(store());
        RecordBatch kept = log.append(2);
        log.append(2);
        log.append(2);

        log.truncate(2, kept.chainAfter(ChainHash.EMPTY));
        log.epoch(9);
        RecordBatch replaced = log.append(3);

        assertThat(bytesOf(store().read(LOG, 0, 9, 4096))).containsExactly(kept.bytes(), replaced.bytes());
        assertThat(store().chainAt(LOG, 5)).hasValue(log.chain());
        assertThat(store().chainAt(LOG, 4)).isEmpty();
        assertThat(store().sizeBytes(LOG)).isEqualTo(kept.length() + replaced.length());
    }

    @Test
    default void shouldTruncateWithinTheSameWrite() {
        TestLog log = TestLog.created(store());
        RecordBatch first = log.append(2);
        long chain = log.chain();
        RecordBatch gone = log.next(2);
        LogChanges changes = new LogChanges().append(LOG, gone, gone.chainAfter(chain));
        changes.truncate(LOG, 2);
        log.epoch(4);
        RecordBatch stays = log.next(1);
        changes.append(LOG, stays, stays.chainAfter(chain));

        store().write(changes);

        assertThat(bytesOf(store().read(LOG, 0, 9, 4096))).containsExactly(first.bytes(), stays.bytes());
        assertThat(store().chainAt(LOG, 3)).hasValue(stays.chainAfter(chain));
    }

    @Test
    default void shouldGiveTheChainHashAtEveryBoundary() {
        TestLog log = TestLog.created(store());
        List<Long> chains = new ArrayList<>(List.of(ChainHash.EMPTY));
        for (int i = 0; i < 4; i++) {
            log.append(2);
            chains.add(log.chain());
        }

        for (int i = 0; i <= 4; i++) {
            assertThat(store().chainAt(LOG, 2L * i)).hasValue(chains.get(i));
        }
        assertThat(store().chainAt(LOG, 3)).isEmpty();
        assertThat(store().chainAt(LOG, 10)).isEmpty();
        assertThat(store().chainAt(OTHER, 0)).isEmpty();
        log.state(4, 6, 6);
        assertThat(store().chainAt(LOG, 2)).isEmpty();
        assertThat(store().chainAt(LOG, 4)).hasValue(chains.get(2));
    }

    @Test
    default void shouldRecoverEverySyncedWrite() {
        TestLog log = TestLog.created(store());
        log.append(2);
        log.epoch(5);
        long chainAtFive = log.chain();
        RecordBatch last = log.append(3);
        log.state(2, 5, 3);
        store().write(new LogChanges()
                .state(LOG, new LogState(2, 5, 3, 4))
                .unsyncedAcks(LOG, true)
                .put(LOG, (byte) 1, key("k"), key("v")));
        long sequence = store().sync();

        List<StoredLog> found = reopen();

        assertThat(found).hasSize(1);
        StoredLog stored = found.get(0);
        assertThat(stored.id()).isEqualTo(LOG);
        assertThat(stored.seed()).isEqualTo(TestLog.SEED);
        assertThat(stored.state()).isEqualTo(new LogState(2, 5, 3, 4));
        assertThat(stored.logEnd()).isEqualTo(5);
        assertThat(stored.chain()).isEqualTo(log.chain());
        assertThat(stored.epochs()).containsExactly(new EpochEntry(5, 2, chainAtFive));
        assertThat(stored.lastEpoch()).isEqualTo(5);
        assertThat(stored.unsyncedAcks()).isTrue();
        assertThat(stored.damageFound()).isEmpty();
        assertThat(store().writtenSequence()).isGreaterThanOrEqualTo(sequence);
        assertThat(bytesOf(store().read(LOG, 2, 9, 1024))).containsExactly(last.bytes());
        assertThat(store().value(LOG, (byte) 1, key("k"))).isEqualTo(key("v"));
    }

    @Test
    default void shouldRecoverTheEpochListWithoutTruncatedEpochs() {
        TestLog log = TestLog.created(store());
        log.append(1);
        long chain = log.chain();
        log.epoch(3);
        log.append(1);
        log.epoch(4);
        log.append(1);
        log.truncate(1, chain);
        log.epoch(6);
        log.append(1);
        store().sync();

        assertThat(reopen().get(0).epochs())
                .containsExactly(new EpochEntry(1, 0, ChainHash.EMPTY), new EpochEntry(6, 1, chain));
    }

    @Test
    default void shouldGoOnAfterTheWholeLogWasTrimmed() {
        TestLog log = TestLog.created(store());
        log.append(4);
        log.append(4);
        long chain = log.chain();
        log.state(8, 8, 8);
        store().sync();
        store().reclaim();

        StoredLog stored = reopen().get(0);

        assertThat(stored.logEnd()).isEqualTo(8);
        assertThat(stored.chain()).isEqualTo(chain);
        assertThat(stored.epochs()).containsExactly(new EpochEntry(1, 0, ChainHash.EMPTY));
        assertThat(store().sizeBytes(LOG)).isZero();
        assertThat(store().chainAt(LOG, 8)).hasValue(chain);
        TestLog again = TestLog.existing(store(), LOG);
        again.at(8, chain);
        RecordBatch next = again.append(1);
        assertThat(bytesOf(store().read(LOG, 8, 9, 1024))).containsExactly(next.bytes());
    }

    @Test
    default void shouldResetToALaterStart() {
        TestLog log = TestLog.created(store());
        log.append(4);
        store().write(new LogChanges().put(LOG, (byte) 2, key("a"), key("b")));
        EpochEntry inForce = new EpochEntry(7, 90, 1234);

        store().write(new LogChanges().reset(LOG, 100, inForce));
        log.at(100, 1234);
        log.epoch(7);
        RecordBatch batch = log.append(2);
        store().sync();

        StoredLog stored = reopen().get(0);
        assertThat(stored.state()).isEqualTo(new LogState(100, 100, 100, 7));
        assertThat(stored.logEnd()).isEqualTo(102);
        assertThat(stored.epochs()).containsExactly(inForce);
        assertThat(store().chainAt(LOG, 100)).hasValue(1234);
        assertThat(store().value(LOG, (byte) 2, key("a"))).isNull();
        assertThat(store().read(LOG, 0, 102, 1024).isEmpty()).isTrue();
        assertThat(bytesOf(store().read(LOG, 100, 102, 1024))).containsExactly(batch.bytes());
    }

    @Test
    default void shouldForgetADeletedLogAndAllowItAgain() {
        TestLog log = TestLog.created(store());
        log.append(4);
        store().write(new LogChanges().put(LOG, (byte) 2, key("a"), key("b")));

        store().write(new LogChanges().delete(LOG));

        assertThat(store().read(LOG, 0, 4, 1024).isEmpty()).isTrue();
        assertThat(store().sizeBytes(LOG)).isZero();
        store().sync();
        assertThat(reopen()).isEmpty();
        TestLog again = TestLog.created(store());
        RecordBatch batch = again.append(1);
        assertThat(bytesOf(store().read(LOG, 0, 4, 1024))).containsExactly(batch.bytes());
        assertThat(store().value(LOG, (byte) 2, key("a"))).isNull();
    }

    @Test
    default void shouldRememberDamageUntilTheLogIsMadeAnew() {
        TestLog log = TestLog.created(store());
        log.append(4);
        store().write(new LogChanges().damaged(LOG, true));
        store().sync();

        assertThat(reopen().get(0).damageFound()).isPresent();
        assertThat(reopen().get(0).logEnd()).isEqualTo(4);
        store().write(new LogChanges().delete(LOG).create(LOG, TestLog.SEED));
        RecordBatch batch = TestLog.existing(store(), LOG).append(2);
        store().sync();

        StoredLog stored = reopen().get(0);
        assertThat(stored.damageFound()).isEmpty();
        assertThat(stored.logEnd()).isEqualTo(2);
        assertThat(bytesOf(store().read(LOG, 0, 2, 1024))).containsExactly(batch.bytes());
    }

    @Test
    default void shouldCountWritesAndTellWhatIsSynced() {
        long before = store().writtenSequence();
        TestLog log = TestLog.created(store());
        log.append(1);

        assertThat(store().writtenSequence()).isEqualTo(before + 2);
        assertThat(store().sync()).isEqualTo(before + 2);
    }

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<ByteBuffer> bytesOf(LogSlice slice) {
        List<ByteBuffer> batches = new ArrayList<>();
        RecordBatches.of(slice.batches()).forEach(batch -> batches.add(batch.bytes()));
        return batches;
    }

    private void assertRefused(LogChanges changes) {
        assertThatThrownBy(() -> store().write(changes)).isInstanceOf(IllegalStateException.class);
    }
}

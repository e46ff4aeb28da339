package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.consensus.RaftSegmentScan.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

final class RaftSegmentScanTest {

    private static final int SECTOR = 512;
    private static final int FIRST = 40;

    private final Random random = new Random(1);
    private final List<Integer> ends = new ArrayList<>();

    @Test
    void shouldReadAllThatWasWritten() throws IOException {
        byte[] segment = segment(30, 4_000);

        RaftSegmentScan scan = new RaftSegmentScan(segment, FIRST);

        assertThat(scan.finding()).isEqualTo(Finding.END);
        assertThat(scan.nextIndex()).isEqualTo(FIRST + 30);
        assertThat(new RaftSegmentScan(new byte[0], FIRST).finding()).isEqualTo(Finding.END);
        assertThat(new RaftSegmentScan(new byte[SECTOR], FIRST).finding()).isEqualTo(Finding.END);
    }

    @Test
    void shouldCallEveryWrongBitDamage() throws IOException {
        for (int zeros : new int[] {0, 1, 3_000}) {
            byte[] sound = segment(20, zeros);
            int written = ends.get(ends.size() - 1);
            for (int bit = 0; bit < written * Byte.SIZE; bit++) {
                byte[] wrong = sound.clone();
                wrong[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

                assertThat(new RaftSegmentScan(wrong, FIRST).finding())
                        .as("bit %d of %d bytes before %d zeros", bit, written, zeros)
                        .isEqualTo(Finding.DAMAGED);
            }
        }
    }

    /** What is synced is there; of each later sector the old or the new content is. */
    @Test
    void shouldNeverRefuseWhatAPowerCutLeavesNorCutWhatWasSynced() throws IOException {
        for (int round = 0; round < 2_000; round++) {
            byte[] whole = segment(30, 4_000);
            int synced = random.nextInt(30);
            byte[] left = Arrays.copyOf(whole, synced == 0 ? 0 : ends.get(synced - 1));
            left = Arrays.copyOf(left, whole.length);
            for (int at = 0; at < whole.length; at += SECTOR) {
                if (random.nextBoolean()) {
                    System.arraycopy(whole, at, left, at, Math.min(SECTOR, whole.length - at));
                }
            }

            RaftSegmentScan scan = new RaftSegmentScan(left, FIRST);

            assertThat(scan.finding()).as("round %d", round).isIn(Finding.END, Finding.TORN);
            assertThat(scan.nextIndex()).as("round %d", round).isGreaterThanOrEqualTo(FIRST + synced);
        }
    }

    @Test
    void shouldCallAFileTornThatEndsWithASectorInsideAnEntry() throws IOException {
        byte[] segment = segment(30, 0);
        int cut = (ends.get(20) / SECTOR + 1) * SECTOR;

        assertThat(new RaftSegmentScan(Arrays.copyOf(segment, cut), FIRST).finding())
                .isIn(Finding.TORN, Finding.END);
        assertThat(new RaftSegmentScan(Arrays.copyOf(segment, ends.get(20) + 5), FIRST).finding())
                .isEqualTo(Finding.DAMAGED);
    }

    @Test
    void shouldNotTakeTheEntriesOfAnotherPlace() throws IOException {
        assertThat(new RaftSegmentScan(segment(5, 100), FIRST + 1).finding()).isEqualTo(Finding.DAMAGED);
    }

    private byte[] segment(int entries, int zeros) throws IOException {
        ends.clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < entries; i++) {
            byte[] content = new byte[random.nextInt(8) == 0 ? random.nextInt(1_500) : random.nextInt(90)];
            random.nextBytes(content);
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            LogEntryProto.newBuilder()
                    .setTerm(3)
                    .setIndex(FIRST + i)
                    .setStateMachineLogEntry(
                            StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFrom(content)))
                    .build()
                    .writeDelimitedTo(entry);
            CRC32C sum = new CRC32C();
            sum.update(entry.toByteArray());
            entry.writeTo(out);
            out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
            ends.add(out.size());
        }
        return Arrays.copyOf(out.toByteArray(), out.size() + zeros);
    }
}

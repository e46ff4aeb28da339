package io.thalweg.client.internal.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.client.api.ErrorReason;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.fuzzing.Allocation;
import io.thalweg.fuzzing.FuzzRules;
import io.thalweg.fuzzing.HexFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Any bytes as a batch from a broker, with the checksum it should have: a corrupt batch or records, never more. */
final class FetchedBatchFuzzTest implements FuzzRules {

    private static final TopicPartition PARTITION = new TopicPartition("fuzz", 7);
    private static final BatchSeed SEED =
            new BatchSeed(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), PARTITION.partition());
    /** The largest section that is accepted, twice while it grows, and the buffers of the codecs. */
    private static final long MOST_ALLOCATED = 4L * Codec.MAX_SECTION;

    private static final long PER_BYTE = 256;

    @Override
    public List<byte[]> seeds() throws Exception {
        return HexFiles.read(Path.of("../../docs/design/batch-format"));
    }

    @Override
    public void feed(byte[] input) throws Exception {
        if (input.length >= BatchHeader.LENGTH) {
            ByteBuffer bytes = ByteBuffer.wrap(input);
            bytes.put(0, BatchHeader.MAGIC_1).putInt(BatchHeader.TOTAL_LENGTH, input.length);
            bytes.putInt(BatchHeader.CRC, SEED.checksum(input, 0, input.length));
        }
        try {
            FetchedBatch batch = FetchedBatch.at(input, 0, input.length, PARTITION);
            Allocation.within(MOST_ALLOCATED + PER_BYTE * input.length, () -> read(batch));
        } catch (ThalwegException e) {
            assertThat(e.reason()).isEqualTo(ErrorReason.CORRUPT_BATCH);
        }
    }

    private static long read(FetchedBatch batch) {
        long bytes = 0;
        RecordCursor cursor = batch.records(SEED, PARTITION);
        try {
            while (cursor.next()) {
                ByteBuffer key = cursor.key();
                bytes += key == null ? 0 : key.remaining();
                ByteBuffer value = cursor.value();
                bytes += value == null ? 0 : value.remaining();
                bytes += cursor.headers().size();
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        return bytes;
    }
}

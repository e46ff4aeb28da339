package io.thalweg.broker.app.quarantine;

import io.thalweg.broker.log.QuarantineFailure;
import io.thalweg.broker.log.QuarantinedPart;
import io.thalweg.broker.record.BatchRecords;
import io.thalweg.broker.record.MalformedBatchException;
import io.thalweg.broker.record.PlainRecord;
import io.thalweg.broker.record.RecordBatch;
import io.thalweg.broker.storage.DataFolder;
import io.thalweg.broker.storage.QuarantineFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The quarantine of a broker's data folder, whether the broker runs or not: a part that is whole never changes. Every
 * method throws an {@link IOException} whose message names the file and what is wrong with it.
 */
public final class KeptParts {
    private final QuarantineFolder folder;

    /** @param dataFolder a broker's data folder */
    public KeptParts(Path dataFolder) {
        this.folder = new QuarantineFolder(DataFolder.quarantineIn(dataFolder), () -> 0);
    }

    /** All parts, ordered by topic, partition and offset; none if nothing was ever cut after a recovery. */
    public List<KeptPart> all() throws IOException {
        try {
            return folder.parts().stream().map(this::kept).toList();
        } catch (QuarantineFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private KeptPart kept(QuarantinedPart part) {
        Path file = folder.batches(part);
        UUID topicId = new UUID(part.seed().topicIdHigh(), part.seed().topicIdLow());
        try {
            return new KeptPart(
                    part.topic(),
                    topicId,
                    part.seed().partition(),
                    part.from(),
                    part.to(),
                    part.recoveryEpoch(),
                    Files.size(file),
                    file);
        } catch (IOException e) {
            throw new QuarantineFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Visits the records of a part in order, without what brokers wrote to each other. */
    public void read(KeptPart part, Consumer<KeptRecord> visitor) throws IOException {
        try {
            for (QuarantinedPart found : folder.parts()) {
                if (kept(found).equals(part)) {
                    folder.read(found, batch -> visit(found, batch, visitor));
                }
            }
        } catch (QuarantineFailure | MalformedBatchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void visit(QuarantinedPart part, RecordBatch batch, Consumer<KeptRecord> visitor) {
        if (batch.isControl()) {
            return;
        }
        long offset = batch.baseOffset();
        for (PlainRecord record : BatchRecords.decode(batch)) {
            if (offset >= part.from()) {
                visitor.accept(new KeptRecord(
                        offset,
                        batch.leaderEpoch(),
                        record.createTimeMillis(),
                        batch.appendTimeMillis(),
                        record.key(),
                        record.value(),
                        record.headers().stream()
                                .map(header -> new KeptRecord.KeptHeader(header.name(), header.value()))
                                .toList()));
            }
            offset++;
        }
    }
}

package io.thalweg.cli.record;

import io.thalweg.client.api.consumer.ConsumerRecord;
import java.io.IOException;
import java.io.OutputStream;

/** Writes one record to standard output. */
@FunctionalInterface
interface RecordWriter {
    void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException;
}

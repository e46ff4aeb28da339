package io.thalweg.cli.record;

import io.thalweg.cli.terminal.Json;
import io.thalweg.client.api.Header;
import io.thalweg.client.api.consumer.ConsumerRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a JSON object on a line. Bytes that are not UTF-8 text lose nothing: {@code keyBase64} or {@code valueBase64}
 * stands beside the text with its replacement characters.
 */
final class RecordJson implements RecordWriter {
    @Override
    public void write(ConsumerRecord<byte[], byte[]> record, OutputStream out) throws IOException {
        out.write((text(record) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static String text(ConsumerRecord<byte[], byte[]> record) {
        Map<String, @Nullable Object> json = Json.object(
                "topic", record.topic(),
                "partition", record.partition(),
                "offset", record.offset(),
                "timestamp", record.timestamp());
        putBytes(json, "key", record.key());
        putBytes(json, "value", record.value());
        json.put(
                "headers",
                record.headers().asList().stream().map(RecordJson::header).toList());
        return Json.text(json);
    }

    private static Map<String, @Nullable Object> header(Header header) {
        Map<String, @Nullable Object> json = Json.object("name", header.name());
        putBytes(json, "value", header.value());
        return json;
    }

    private static void putBytes(Map<String, @Nullable Object> json, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            json.put(name, null);
            return;
        }
        json.put(name, new String(bytes, StandardCharsets.UTF_8));
        if (!isText(bytes)) {
            json.put(name + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}

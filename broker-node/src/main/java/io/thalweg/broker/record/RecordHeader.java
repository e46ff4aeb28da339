package io.thalweg.broker.record;

import java.nio.ByteBuffer;

/**
 * A named value that travels with a record.
 *
 * @param name any text, not unique
 * @param value its bytes, from position to limit; may be empty
 */
public record RecordHeader(String name, ByteBuffer value) {}

package io.thalweg.broker.runtime.tail;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Whole batches from memory.
 *
 * @param batches in offset order, nobody writes to them again
 * @param nextOffset where to read on
 */
public record TailSlice(List<ByteBuffer> batches, long nextOffset) {}

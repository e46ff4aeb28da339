package io.thalweg.broker.rpc.produce;

import io.thalweg.proto.v1.ProduceRequest;
import java.nio.ByteBuffer;

/**
 * A produce request whose batch was taken off the wire into memory of its own, copied once.
 *
 * @param request all fields but {@code batch}
 * @param batch the batch, writable, empty when the request has none; nobody else holds it
 */
record ProduceCall(ProduceRequest request, ByteBuffer batch) {}

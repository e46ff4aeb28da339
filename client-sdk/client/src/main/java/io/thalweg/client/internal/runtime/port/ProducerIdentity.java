package io.thalweg.client.internal.runtime.port;

/**
 * Identity of an idempotent producer.
 *
 * @param id unique for all time
 * @param epoch epoch of that id
 */
public record ProducerIdentity(long id, int epoch) {}

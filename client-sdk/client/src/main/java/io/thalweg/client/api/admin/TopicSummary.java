package io.thalweg.client.api.admin;

import java.util.UUID;

/**
 * A topic of a list.
 *
 * @param name its name
 * @param topicId unique for all time
 * @param internal kept by the brokers for themselves
 * @param partitions how many partitions
 * @param replicas how many copies of each
 */
public record TopicSummary(String name, UUID topicId, boolean internal, int partitions, int replicas) {}

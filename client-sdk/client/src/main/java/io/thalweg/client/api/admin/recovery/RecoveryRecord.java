package io.thalweg.client.api.admin.recovery;

/**
 * A recovery of a partition, as the cluster remembers it.
 *
 * @param epoch the leader epoch that began with it
 * @param leader the broker that was made leader
 * @param forced by an operator; otherwise by the cluster itself, for a topic with {@code durability=os}
 * @param reason what the operator gave
 */
public record RecoveryRecord(long epoch, int leader, boolean forced, String reason) {}

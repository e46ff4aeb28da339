package io.thalweg.metadata.model;

/**
 * The last block of producer ids that a broker epoch was given.
 *
 * @param request number of the request that it answered, 0 for none yet
 * @param firstId first of {@link #SIZE} ids
 */
public record ProducerBlock(long request, long firstId) {

    /** Ids in a block. */
    public static final int SIZE = 10_000;

    /** No block allocated yet. */
    public static final ProducerBlock NONE = new ProducerBlock(0, 0);

    /** Throws {@code IllegalArgumentException} for negative values. */
    public ProducerBlock {
        Require.atLeast(request, 0, "request number");
        Require.atLeast(firstId, 0, "first producer id");
    }
}

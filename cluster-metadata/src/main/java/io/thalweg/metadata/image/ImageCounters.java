package io.thalweg.metadata.image;

/**
 * Numbers of the image that belong to no entity.
 *
 * @param timeMillis largest time of any {@code Tick}, milliseconds since 1970
 * @param nextProducerId first producer id never given out
 * @param nextPartitionUid next uid to give
 * @param featureLevel finalised feature level: every broker has what belongs to it; never goes back
 */
public record ImageCounters(long timeMillis, long nextProducerId, int nextPartitionUid, int featureLevel) {

    static final ImageCounters INITIAL = new ImageCounters(0, 1, 1, 0);

    public ImageCounters withTime(long next) {
        return new ImageCounters(next, nextProducerId, nextPartitionUid, featureLevel);
    }

    public ImageCounters withNextProducerId(long next) {
        return new ImageCounters(timeMillis, next, nextPartitionUid, featureLevel);
    }

    public ImageCounters withFeatureLevel(int next) {
        return new ImageCounters(timeMillis, nextProducerId, nextPartitionUid, next);
    }

    public ImageCounters withNextPartitionUid(int next) {
        return new ImageCounters(timeMillis, nextProducerId, next, featureLevel);
    }
}

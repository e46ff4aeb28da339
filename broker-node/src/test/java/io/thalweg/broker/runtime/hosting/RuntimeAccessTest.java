package io.thalweg.broker.runtime.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.action.Acks;
import io.thalweg.broker.runtime.access.Refusal;
import io.thalweg.broker.runtime.partition.Watchers;
import io.thalweg.broker.runtime.testing.Appends;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.metadata.model.TopicId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RuntimeAccessTest {
    private static final PartitionId PARTITION = new PartitionId(new TopicId(new UUID(7, 7)), 0);

    private final HostedPartitions hosted = new HostedPartitions();
    private final RuntimeAccess access = new RuntimeAccess(hosted, new Watchers());

    @Test
    void shouldNotBeReadyBeforeTheFirstImage() {
        assertThat(refusalOfAppend()).isEqualTo(new Refusal.NotReady());
    }

    @Test
    void shouldKnowThatAPartitionDoesNotExist() {
        hosted.image(ClusterImage.empty(new UUID(1, 2)));

        assertThat(refusalOfAppend()).isEqualTo(new Refusal.UnknownPartition(PARTITION));
    }

    @Test
    void shouldRefuseAppendsOnceClosed() {
        hosted.image(ClusterImage.empty(new UUID(1, 2)));

        access.close();

        assertThat(refusalOfAppend()).isEqualTo(new Refusal.NotReady());
    }

    private Refusal refusalOfAppend() {
        Throwable failure = Appends.append(access, PARTITION, Acks.ALL, "value")
                .handle((appended, thrown) -> thrown)
                .join();
        if (failure instanceof Appends.RefusedException refused) {
            return refused.refusal();
        }
        throw new AssertionError("not refused but " + failure);
    }
}

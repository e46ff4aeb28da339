package io.thalweg.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.broker.replication.view.PartitionView;
import io.thalweg.broker.replication.view.ReplicaStatus;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Holder;
import io.thalweg.metadata.model.LeaderEpoch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HolderChangeTest {
    private static final long SEED = 38;
    private static final int VIEWS = 50_000;
    private static final int BROKERS = 4;
    private static final BrokerId LEADER = new BrokerId(1);

    private final Random random = new Random(SEED);

    @Test
    void shouldWantTheCommittedSetWheneverItSaysThatNothingIsToChange() {
        int nothing = 0;
        int other = 0;
        for (int i = 0; i < VIEWS; i++) {
            // given
            PartitionView view = view();
            Set<Holder> joined = new HashSet<>(holders(4));
            Set<Holder> lagging = new HashSet<>(random.nextInt(3) == 0 ? holders(2) : List.of());
            HolderChange change =
                    new HolderChange(view, LEADER, joined::contains, lagging::contains, random.nextBoolean());

            // when
            boolean same = new HashSet<>(change.wanted()).equals(new HashSet<>(view.holders()));

            // then
            if (change.nothingToChange()) {
                assertThat(same).as(view.toString()).isTrue();
                nothing++;
            } else {
                other += same ? 0 : 1;
            }
        }
        assertThat(nothing).isGreaterThan(1_000);
        assertThat(other).isGreaterThan(1_000);
    }

    private PartitionView view() {
        List<BrokerId> replicas = new ArrayList<>();
        Map<BrokerId, ReplicaStatus> statuses = new HashMap<>();
        for (int id = 1; id <= BROKERS; id++) {
            BrokerId broker = new BrokerId(id);
            if (id == 1 || random.nextInt(3) > 0) {
                replicas.add(broker);
            }
            if (random.nextInt(8) > 0) {
                statuses.put(broker, new ReplicaStatus(epoch(), random.nextInt(8) > 0, random.nextInt(4) == 0, 0));
            }
        }
        Collections.shuffle(replicas, random);
        return new PartitionView(
                1,
                LEADER,
                new LeaderEpoch(1),
                1,
                replicas,
                holders(8),
                statuses,
                1 + random.nextInt(3),
                true,
                false,
                0);
    }

    /** Each broker but one of so many, at some epoch. */
    private List<Holder> holders(int oneOfSoManyMissing) {
        List<Holder> holders = new ArrayList<>();
        for (int id = 1; id <= BROKERS; id++) {
            if (random.nextInt(oneOfSoManyMissing) > 0) {
                holders.add(new Holder(new BrokerId(id), epoch()));
            }
        }
        return holders;
    }

    private BrokerEpoch epoch() {
        return new BrokerEpoch(random.nextInt(6) == 0 ? 2 : 3);
    }
}

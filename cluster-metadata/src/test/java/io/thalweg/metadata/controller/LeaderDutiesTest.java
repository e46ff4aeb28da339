package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.StoragePosition;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.StorageMark;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeaderDutiesTest {

    private static final long SESSION = 6_000;
    private static final StorageMark NOTHING = new StorageMark(0, 0);

    private long lastMillis;
    private final LeaderFixture cluster = new LeaderFixture();

    /** A leader since time 0, whose tick of that time is done. */
    private LeaderDuties leader() {
        LeaderDuties duties = new LeaderDuties(SESSION, 800, 0, 0, cluster.image.index());
        duties.due(cluster.image, 0, 0);
        return duties;
    }

    private List<Command> due(LeaderDuties duties, long nowMillis) {
        for (long between = lastMillis; between < nowMillis; between += SESSION / 10) {
            duties.due(cluster.image, between, 0);
        }
        lastMillis = nowMillis;
        return duties.due(cluster.image, nowMillis, 0).stream()
                .filter(command -> !(command instanceof Command.Tick))
                .toList();
    }

    @Test
    void shouldActivateABrokerThatHasSeenItsRegistration() {
        BrokerIdentity broker = cluster.register(1);
        LeaderDuties duties = leader();
        duties.opened(broker, 0);

        duties.sessions().beat(broker, broker.epoch().value() - 1, NOTHING, 10);
        assertThat(due(duties, 10)).isEmpty();
        duties.sessions().beat(broker, broker.epoch().value(), NOTHING, 20);

        assertThat(due(duties, 20)).containsExactly(new Command.ActivateBroker(broker));
    }

    @Test
    void shouldFenceABrokerThatIsSilentForASession() {
        BrokerIdentity broker = cluster.activated(1);
        LeaderDuties duties = leader();
        duties.opened(broker, 100);

        assertThat(due(duties, 100 + SESSION - 1)).isEmpty();
        assertThat(due(duties, 100 + SESSION)).containsExactly(new Command.FenceBrokers(List.of(broker)));
    }

    @Test
    void shouldGiveEveryBrokerAWholeSessionWhenItBecomesLeader() {
        BrokerIdentity broker = cluster.activated(1);
        LeaderDuties duties = new LeaderDuties(SESSION, 800, 50_000, 50_000, cluster.image.index());
        lastMillis = 50_000;

        assertThat(due(duties, 50_000 + SESSION - 1)).isEmpty();
        assertThat(due(duties, 50_000 + SESSION)).containsExactly(new Command.FenceBrokers(List.of(broker)));
    }

    @Test
    void shouldFenceNobodyForAPauseOfItsOwnProcess() {
        BrokerIdentity broker = cluster.activated(1);
        LeaderDuties duties = leader();
        duties.opened(broker, 0);

        lastMillis = 10 * SESSION;
        assertThat(due(duties, 10 * SESSION)).isEmpty();
        duties.due(cluster.image, 10 * SESSION, 0);

        assertThat(due(duties, 11 * SESSION - 1)).isEmpty();
        assertThat(due(duties, 11 * SESSION)).containsExactly(new Command.FenceBrokers(List.of(broker)));
    }

    @Test
    void shouldFenceADeadBrokerAtOnceAndNotForABrokenStream() {
        BrokerIdentity broken = cluster.activated(1);
        BrokerIdentity dead = cluster.activated(2);
        LeaderDuties duties = leader();
        duties.opened(broken, 0);
        duties.opened(dead, 0);

        duties.sessions().broken(broken);
        duties.sessions().broken(dead);
        duties.provenDead(dead);

        assertThat(due(duties, 1)).containsExactly(new Command.FenceBrokers(List.of(dead)));
        assertThat(duties.unheard(cluster.image).stream().map(Broker::identity)).containsExactly(broken);
    }

    @Test
    void shouldActivateAFencedBrokerAgainOnlyAfterItHasSeenTheFencing() {
        BrokerIdentity broker = cluster.activated(1);
        LeaderDuties duties = leader();
        duties.opened(broker, 0);
        cluster.apply(new Command.FenceBrokers(List.of(broker)));
        long fencedAt = cluster.image.index();
        duties.sessions().fenced(broker, fencedAt);

        duties.sessions().beat(broker, fencedAt - 1, NOTHING, 10);
        assertThat(due(duties, 10)).isEmpty();
        duties.sessions().beat(broker, fencedAt, NOTHING, 20);

        assertThat(due(duties, 20)).containsExactly(new Command.ActivateBroker(broker));
    }

    @Test
    void shouldIgnoreTheSessionOfAnEarlierLife() {
        BrokerIdentity old = new BrokerIdentity(cluster.register(1).id(), new BrokerEpoch(77));
        LeaderDuties duties = leader();
        duties.opened(old, 0);
        duties.sessions().beat(old, 1_000, NOTHING, 10);

        assertThat(due(duties, 10)).isEmpty();
    }

    @Test
    void shouldForgetATopicWhenItsBrokersHaveActedOnTheDeletion() {
        BrokerIdentity broker = cluster.activated(1);
        TopicId topic = cluster.topic("orders", broker);
        cluster.apply(new Command.DeleteTopic(topic));
        LeaderDuties duties = leader();
        duties.opened(broker, 0);

        duties.sessions().beat(broker, cluster.image.index() - 1, NOTHING, 1);
        assertThat(due(duties, 1)).isEmpty();
        duties.sessions().beat(broker, cluster.image.index(), NOTHING, 2);

        assertThat(due(duties, 2)).containsExactly(new Command.ForgetTopic(topic));
    }

    @Test
    void shouldTickWithTimeAndStoragePositions() {
        BrokerIdentity broker = cluster.activated(1);
        LeaderDuties duties = leader();
        duties.opened(broker, 0);
        duties.sessions().beat(broker, 0, new StorageMark(3, 5), 10);

        assertThat(duties.due(cluster.image, 799, 123)).isEmpty();
        assertThat(duties.due(cluster.image, 800, 123))
                .containsExactly(new Command.Tick(123, List.of(new StoragePosition(broker, new StorageMark(3, 5)))));
        assertThat(duties.due(cluster.image, 801, 124)).isEmpty();
    }

    @Test
    void shouldSubmitADigestAfterEnoughEntries() {
        LeaderDuties duties = leader();
        for (int i = 0; i < LeaderDuties.DIGEST_GAP; i++) {
            cluster.apply(new Command.Barrier());
        }

        assertThat(duties.due(cluster.image, 1, 0))
                .containsExactly(new Command.Digest(cluster.image.index(), cluster.image.digest()));
        assertThat(duties.due(cluster.image, 2, 0)).isEmpty();
    }

    @Test
    void shouldCountAChangeAsServedWhenTheActiveLeadersActedOnIt() {
        BrokerIdentity active = cluster.activated(1);
        BrokerIdentity fenced = cluster.register(2);
        LeaderDuties duties = leader();
        duties.opened(active, 0);
        long index = cluster.image.index();
        Set<BrokerId> both = Set.of(active.id(), fenced.id());

        assertThat(duties.served(cluster.image, both, index)).isFalse();
        duties.sessions().beat(active, index, NOTHING, 1);

        assertThat(duties.served(cluster.image, both, index)).isTrue();
    }
}

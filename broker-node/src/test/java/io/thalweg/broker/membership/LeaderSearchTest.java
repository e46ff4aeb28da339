package io.thalweg.broker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeaderSearchTest {

    private static final List<Endpoint> VOTERS =
            List.of(new Endpoint("a", 1), new Endpoint("b", 2), new Endpoint("c", 3));

    private final LeaderSearch search = new LeaderSearch(VOTERS, new SplittableRandom(7));

    @Test
    void shouldAskEveryVoterInTurn() {
        List<Endpoint> asked = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            asked.add(search.next());
            search.failed(null);
        }

        assertThat(asked).containsExactlyInAnyOrderElementsOf(VOTERS);
    }

    @Test
    void shouldFollowAHintAtOnce() {
        Endpoint leader = new Endpoint("leader", 9);

        search.failed(leader);

        assertThat(search.next()).isEqualTo(leader);
        assertThat(search.pauseMillis()).isZero();
    }

    @Test
    void shouldStopFollowingVotersThatNameEachOther() {
        Endpoint one = new Endpoint("one", 9);
        Endpoint other = new Endpoint("other", 9);

        for (int hop = 0; hop < 4; hop++) {
            search.failed(hop % 2 == 0 ? one : other);
        }

        assertThat(VOTERS).contains(search.next());
    }

    @Test
    void shouldStayWithTheVoterThatAnswered() {
        Endpoint asked = search.next();
        search.succeeded();

        assertThat(search.next()).isEqualTo(asked);
        assertThat(search.pauseMillis()).isZero();
    }

    @Test
    void shouldPauseLongerTheLongerNobodyLeadsButNeverLong() {
        for (int attempt = 0; attempt < 100; attempt++) {
            search.failed(null);
            assertThat(search.pauseMillis()).isBetween(1L, 700L);
        }
        assertThat(search.pauseMillis()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void shouldPreferTheLeaderOfAMomentAgo() {
        Endpoint leader = VOTERS.get(2);

        search.prefer(leader);

        assertThat(search.next()).isEqualTo(leader);
    }
}

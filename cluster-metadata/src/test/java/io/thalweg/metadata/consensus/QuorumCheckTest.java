package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.controller.VoterPosition;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuorumCheckTest {
    private final QuorumCheck check = new QuorumCheck(1_000);

    @Test
    void shouldBeLostWhenAMajorityIsSilentForLongerThanTheLimit() {
        check.hasLostQuorum(silent(0, 100, 100), 5, 0);

        assertThat(check.hasLostQuorum(silent(0, 1_000, 1_100), 5, 5_000)).isFalse();
        assertThat(check.hasLostQuorum(silent(0, 1_001, 1_100), 5, 5_001)).isTrue();
    }

    @Test
    void shouldNotBeLostWithAMajorityThatIsHeard() {
        check.hasLostQuorum(silent(0, 100, 100, 100, 100), 5, 0);

        assertThat(check.hasLostQuorum(silent(0, 9_000, 9_000, 100, 100), 5, 9_000))
                .isFalse();
        assertThat(check.hasLostQuorum(silent(0, 9_000, 9_000, 9_000, 100), 5, 9_000))
                .isTrue();
    }

    @Test
    void shouldNotTakeHalfForAMajority() {
        check.hasLostQuorum(silent(0, 9_000), 5, 0);

        assertThat(check.hasLostQuorum(silent(0, 9_000), 5, 1_001)).isTrue();
    }

    @Test
    void shouldComeBackWhenVotersAreHeardAgain() {
        check.hasLostQuorum(silent(0, 100, 100), 5, 0);
        check.hasLostQuorum(silent(0, 2_000, 2_000), 5, 2_000);

        assertThat(check.hasLostQuorum(silent(0, 50, 2_100), 5, 2_100)).isFalse();
    }

    /** Of a voter that a new leader has not heard yet it has nothing to say. */
    @Test
    void shouldGiveEachTermItsOwnTime() {
        check.hasLostQuorum(silent(0, 9_000, 9_000), 5, 0);
        check.hasLostQuorum(List.of(), 5, 500);

        assertThat(check.hasLostQuorum(silent(0, 9_000, 9_000), 6, 1_500)).isFalse();
        assertThat(check.hasLostQuorum(silent(0, 9_000, 9_000), 6, 2_500)).isFalse();
        assertThat(check.hasLostQuorum(silent(0, 9_000, 9_000), 6, 2_501)).isTrue();
    }

    /** The first one is the leader itself. */
    private static List<VoterPosition> silent(long... millis) {
        return LongStream.range(0, millis.length)
                .mapToObj(index -> new VoterPosition(
                        new VoterPeer("peer-" + index, new Voter((int) index + 1, "host", 1, 2)),
                        index == 0,
                        0,
                        millis[(int) index]))
                .toList();
    }
}

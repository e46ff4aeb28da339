package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Voter;
import org.junit.jupiter.api.Test;

final class PredecessorTest {

    private static final Voter OTHER = new Voter(2, "127.0.0.1", 7100, 7200);
    private static final Voter SELF = new Voter(1, "127.0.0.1", 7101, 7201);
    private static final Leadership ELECTION = new Leadership(1, false, null, Leadership.FOLLOWS_NONE);

    private final Predecessor predecessor = new Predecessor(600);

    private static Leadership follows(long silentMillis) {
        return new Leadership(1, false, OTHER, silentMillis);
    }

    @Test
    void shouldCountFromWhenTheLeaderWasHeard() {
        predecessor.look(follows(100), 10_000);
        predecessor.look(follows(350), 10_250);
        predecessor.look(ELECTION, 10_275);
        predecessor.look(new Leadership(2, false, SELF, Leadership.FOLLOWS_NONE), 10_290);
        assertThat(predecessor.silentSince(10_300)).isEqualTo(9_900);
    }

    @Test
    void shouldNotSpeakForOtherVotersBeyondTheirTimeout() {
        predecessor.look(follows(700), 10_700);
        assertThat(predecessor.silentSince(11_000)).isEqualTo(10_400);
    }

    @Test
    void shouldCountFromNowWhenTheLeaderHandedOver() {
        predecessor.look(follows(0), 10_000);
        assertThat(predecessor.silentSince(10_000)).isEqualTo(10_000);
    }

    @Test
    void shouldCountFromNowWhenThereWasNoLeader() {
        predecessor.look(ELECTION, 10_000);
        assertThat(predecessor.silentSince(10_300)).isEqualTo(10_300);
    }
}

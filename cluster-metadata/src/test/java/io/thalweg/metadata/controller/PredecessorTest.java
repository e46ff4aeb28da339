package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Voter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PredecessorTest {

    private static final Voter OTHER = new Voter(2, "127.0.0.1", 7100, 7200);

    private final Predecessor predecessor = new Predecessor(600);

    private static Leadership follows(@Nullable Voter leader, long silentMillis) {
        return new Leadership(1, false, leader, silentMillis);
    }

    @Test
    void shouldCountFromWhenTheLeaderWasHeard() {
        predecessor.look(follows(OTHER, 100), 10_000);
        predecessor.look(follows(OTHER, 350), 10_250);
        predecessor.look(follows(null, 0), 10_275);
        assertThat(predecessor.silentSince(10_300)).isEqualTo(9_900);
    }

    @Test
    void shouldNotSpeakForOtherVotersBeyondTheirTimeout() {
        predecessor.look(follows(OTHER, 700), 10_700);
        assertThat(predecessor.silentSince(11_000)).isEqualTo(10_400);
    }

    @Test
    void shouldCountFromNowWhenTheLeaderHandedOver() {
        predecessor.look(follows(OTHER, 0), 10_000);
        assertThat(predecessor.silentSince(10_000)).isEqualTo(10_000);
    }

    @Test
    void shouldCountFromNowWhenThereWasNoLeader() {
        predecessor.look(follows(null, 0), 10_000);
        assertThat(predecessor.silentSince(10_300)).isEqualTo(10_300);
    }
}

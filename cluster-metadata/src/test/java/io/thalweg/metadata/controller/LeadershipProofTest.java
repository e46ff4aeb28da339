package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LeadershipProofTest {

    private final LeadershipProof proof = new LeadershipProof();

    @Test
    void shouldHoldForASecondAfterTheSubmissionOfACommittedCommand() {
        assertThat(proof.holds(0)).isFalse();

        proof.committed(500);

        assertThat(proof.holds(500 + LeadershipProof.VALID_MILLIS - 1)).isTrue();
        assertThat(proof.holds(500 + LeadershipProof.VALID_MILLIS)).isFalse();
    }

    @Test
    void shouldNotBeWeakenedByAnOlderCommand() {
        proof.committed(500);
        proof.committed(100);

        assertThat(proof.holds(1_200)).isTrue();
    }
}

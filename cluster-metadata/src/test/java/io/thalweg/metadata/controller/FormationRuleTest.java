package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Voter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FormationRuleTest {

    private static final UUID CLUSTER = new UUID(1, 1);
    private static final UUID STORAGE = new UUID(2, 2);
    private static final List<Voter> OTHERS = List.of(new Voter(2, "b", 7401, 7402), new Voter(3, "c", 7401, 7402));

    private static VoterDescription answer(String cluster, String storage) {
        return new VoterDescription(cluster, true, storage);
    }

    private static FormationRule.Verdict decide(Map<Integer, VoterDescription> answers) {
        return FormationRule.decide(CLUSTER, STORAGE, OTHERS, answers);
    }

    @Test
    void shouldFormWhenNobodyKnowsItUnderAnotherStorage() {
        assertThat(decide(Map.of(2, answer(CLUSTER.toString(), ""), 3, answer(CLUSTER.toString(), STORAGE.toString()))))
                .isEqualTo(new FormationRule.Form());
        assertThat(FormationRule.decide(CLUSTER, STORAGE, List.of(), Map.of())).isEqualTo(new FormationRule.Form());
    }

    @Test
    void shouldWaitForEveryVoter() {
        assertThat(decide(Map.of(2, answer(CLUSTER.toString(), ""))))
                .isEqualTo(new FormationRule.Wait(List.of(OTHERS.get(1))));
    }

    @Test
    void shouldRefuseWhenItIsKnownWithAnotherStorageOrInAnotherCluster() {
        assertThat(decide(Map.of(2, answer(CLUSTER.toString(), new UUID(9, 9).toString()))))
                .isInstanceOfSatisfying(
                        FormationRule.Refuse.class,
                        refuse -> assertThat(refuse.message()).contains("restore the old data folder"));
        assertThat(decide(Map.of(3, answer(new UUID(8, 8).toString(), ""))))
                .isInstanceOfSatisfying(
                        FormationRule.Refuse.class,
                        refuse -> assertThat(refuse.message()).contains("cluster.id"));
    }
}

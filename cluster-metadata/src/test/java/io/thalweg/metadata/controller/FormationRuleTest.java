package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FormationRuleTest {

    private static final UUID CLUSTER = new UUID(1, 1);
    private static final VoterPeer SELF = peer(1, "a");
    private static final List<Voter> OTHERS =
            List.of(peer(2, "b").voter(), peer(3, "c").voter());

    private static VoterPeer peer(int id, String name) {
        return new VoterPeer(id + "-" + name, new Voter(id, "host", 7401, 7402));
    }

    private static VoterDescription unformed(@Nullable VoterPeer peer) {
        return new VoterDescription(CLUSTER.toString(), false, peer, VoterSet.UNKNOWN);
    }

    private static VoterDescription formed(VoterPeer peer, long index, VoterPeer... voters) {
        return new VoterDescription(CLUSTER.toString(), true, peer, new VoterSet(index, List.of(voters)));
    }

    private static FormationRule.Verdict decide(Map<Integer, VoterDescription> answers) {
        return FormationRule.decide(CLUSTER, SELF, OTHERS, answers);
    }

    @Test
    void shouldFormWithTheNamesThatAllOthersGive() {
        assertThat(decide(Map.of(2, unformed(peer(2, "b")), 3, unformed(peer(3, "c")))))
                .isInstanceOfSatisfying(
                        FormationRule.Form.class,
                        form -> assertThat(form.first()).containsExactlyInAnyOrder(SELF, peer(2, "b"), peer(3, "c")));
        assertThat(FormationRule.decide(CLUSTER, SELF, List.of(), Map.of()))
                .isEqualTo(new FormationRule.Form(List.of(SELF)));
    }

    @Test
    void shouldJoinThoseWhoFormedWithIt() {
        VoterDescription second = formed(peer(2, "b"), -1, SELF, peer(2, "b"), peer(3, "c"));

        assertThat(decide(Map.of(2, second, 3, unformed(peer(3, "c")))))
                .isEqualTo(new FormationRule.Form(second.voters().peers()));
    }

    @Test
    void shouldWaitForEveryVoterThatCanTell() {
        assertThat(decide(Map.of(2, unformed(peer(2, "b"))))).isEqualTo(new FormationRule.Wait(List.of(OTHERS.get(1))));
        assertThat(decide(Map.of(2, unformed(null), 3, unformed(peer(3, "c")))))
                .isEqualTo(new FormationRule.Wait(List.of(OTHERS.get(0))));
        assertThat(decide(Map.of(2, formed(peer(2, "b"), -1), 3, unformed(peer(3, "c")))))
                .isEqualTo(new FormationRule.Wait(List.of(OTHERS.get(0))));
    }

    @Test
    void shouldNotVoteWhenTheVotersFormedWithAnotherFolderOfItsOrWithoutIt() {
        VoterDescription another = formed(peer(2, "b"), -1, peer(1, "old"), peer(2, "b"), peer(3, "c"));
        VoterDescription without = formed(peer(3, "c"), 40, peer(2, "b"), peer(3, "c"), peer(4, "d"));

        assertThat(decide(Map.of(2, another)))
                .isInstanceOfSatisfying(
                        FormationRule.Observe.class,
                        observe -> assertThat(observe.message()).contains("1-old"));
        assertThat(decide(Map.of(2, formed(peer(2, "b"), -1, SELF, peer(2, "b"), peer(3, "c")), 3, without)))
                .as("the newest voters count")
                .isInstanceOf(FormationRule.Observe.class);
    }

    @Test
    void shouldRefuseAnotherCluster() {
        assertThat(decide(Map.of(
                        3, new VoterDescription(new UUID(8, 8).toString(), false, peer(3, "c"), VoterSet.UNKNOWN))))
                .isInstanceOfSatisfying(
                        FormationRule.Refuse.class,
                        refuse -> assertThat(refuse.message()).contains("cluster.id"));
    }
}

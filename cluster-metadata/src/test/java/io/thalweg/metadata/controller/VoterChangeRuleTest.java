package io.thalweg.metadata.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.metadata.event.CommandReply.Rejected;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.model.VoterPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class VoterChangeRuleTest {

    private static final ClusterImage NOBODY = ClusterImage.empty(new UUID(1, 1));

    /** Voters 1 to {@code live} live, the next {@code dead} don't; voter 1 leads. */
    private static List<VoterPosition> voters(int live, int dead) {
        List<VoterPosition> voters = new ArrayList<>();
        for (int id = 1; id <= live + dead; id++) {
            VoterPeer peer = new VoterPeer(id + "-x", new Voter(id, "h", 7401, 7402));
            voters.add(new VoterPosition(peer, id == 1, 10, id <= live ? 100 : VoterPosition.LIVE_MILLIS + 1));
        }
        return voters;
    }

    private static @Nullable RejectionReason removing(int broker, List<VoterPosition> voters) {
        Rejected objection = VoterChangeRule.objection(new VoterChange(0, broker), voters, NOBODY);
        return objection == null ? null : objection.reason();
    }

    @Test
    void shouldRemoveWhileTheRestHasALiveMajority() {
        assertThat(removing(3, voters(3, 0))).isNull();
        assertThat(removing(2, voters(2, 0))).isNull();
        assertThat(removing(5, voters(3, 2))).isNull();
        assertThat(removing(3, voters(2, 1))).as("the dead one goes").isNull();
    }

    @Test
    void shouldNotRemoveALiveVoterThatTheRestNeeds() {
        assertThat(removing(2, voters(2, 1))).isEqualTo(RejectionReason.WOULD_LOSE_QUORUM);
        assertThat(removing(3, voters(3, 2))).isEqualTo(RejectionReason.WOULD_LOSE_QUORUM);
        assertThat(removing(1, voters(1, 0))).as("the last one").isEqualTo(RejectionReason.WOULD_LOSE_QUORUM);
    }

    @Test
    void shouldNameWhatIsWrongWithTheBrokers() {
        assertThat(removing(9, voters(3, 0))).isEqualTo(RejectionReason.NOT_A_VOTER);
        assertThat(removing(0, voters(3, 0))).isEqualTo(RejectionReason.INVALID_REQUEST);
        Rejected unknown = VoterChangeRule.objection(new VoterChange(4, 0), voters(3, 0), NOBODY);
        assertThat(unknown).isNotNull();
        assertThat(unknown.reason()).isEqualTo(RejectionReason.BROKER_NOT_FOUND);
    }
}

package io.thalweg.cli.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition goes from member a to member b; each test changes one fact of that. */
final class GroupRulesTest {
    private final List<Grant> grants = new ArrayList<>(List.of(
            new Grant("a", 0, Grant.Kind.ASSIGNED, 10),
            new Grant("a", 0, Grant.Kind.REVOKED, 30),
            new Grant("b", 0, Grant.Kind.ASSIGNED, 40)));
    private final List<Commit> commits = new ArrayList<>(
            List.of(new Commit("a", 0, 2, 20, 25, Outcome.DONE), new Commit("b", 0, 3, 50, 55, Outcome.DONE)));
    private final List<Delivery> deliveries = new ArrayList<>(
            List.of(new Delivery("a", 0, 0, 12), new Delivery("a", 0, 1, 13), new Delivery("b", 0, 2, 45)));
    private final List<GroupSight> sights = new ArrayList<>(List.of(sight(26, 2, "a"), sight(56, 3, "b")));
    private final List<Sight> log = new ArrayList<>(List.of(record(0), record(1), record(2)));

    private static GroupSight sight(long at, long committed, String... owners) {
        return new GroupSight(at, at + 1, Map.of(0, committed), Map.of(0, List.of(owners)));
    }

    private static Sight record(long offset) {
        return new Sight("dump", 0, offset, 100 + offset, 1);
    }

    private List<Finding> findings() {
        return GroupRules.findings(new GroupHistory(grants, commits, deliveries, sights, log));
    }

    private void assertFound(String what) {
        assertThat(findings())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.what()).contains(what));
    }

    @Test
    void shouldFindNothingInASoundHistory() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldFindACommitThatIsForgotten() {
        sights.set(1, sight(56, 2, "b"));

        assertFound("the offset was 2 after Commit[member=b");
    }

    @Test
    void shouldFindACommittedOffsetThatGoesBackWithoutACommit() {
        commits.set(1, new Commit("b", 0, 3, 50, 55, Outcome.UNKNOWN));
        sights.add(sight(60, 2, "b"));

        assertFound("the offset of partition 0 was 3 and later 2");
    }

    @Test
    void shouldFindACommitOfTheFormerOwner() {
        commits.add(new Commit("a", 0, 2, 57, 58, Outcome.DONE));

        assertFound("was accepted when b owned the partition");
    }

    @Test
    void shouldAllowThatTheFormerOwnerIsRefused() {
        commits.add(new Commit("a", 0, 2, 57, 58, Outcome.REFUSED));

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldFindTwoOwnersAtTheCoordinator() {
        sights.add(sight(60, 3, "a", "b"));

        assertFound("partition 0 is owned by [a, b]");
    }

    @Test
    void shouldFindAnOwnerThatIsToldBeforeTheOtherHasGivenUp() {
        grants.set(1, new Grant("a", 0, Grant.Kind.REVOKED, 41));

        assertFound("before Grant[member=a, partition=0, kind=REVOKED");
    }

    @Test
    void shouldAllowANewOwnerBeforeTheOtherLearnsThatItLostItsSession() {
        grants.set(1, new Grant("a", 0, Grant.Kind.LOST, 41));

        assertThat(findings()).isEmpty();
    }

    @Test
    void shouldFindARecordThatTheGroupNeverGot() {
        log.add(record(3));

        assertFound("never delivered to the group");
    }

    @Test
    void shouldFindARecordThatComesAgainAfterItWasCommitted() {
        deliveries.add(new Delivery("b", 0, 1, 46));

        assertFound("was committed before Grant[member=b");
    }
}

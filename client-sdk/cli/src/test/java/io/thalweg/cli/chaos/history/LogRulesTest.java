package io.thalweg.cli.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every rule is shown a history that breaks it, and finds that; the sound history differs in one fact only. */
final class LogRulesTest {
    private final List<Write> writes = new ArrayList<>(List.of(
            stored(1, 100, 0, 10, 20),
            stored(2, 200, 1, 12, 22),
            stored(1, 101, 2, 30, 40),
            new Write(2, 201, 0, 50, 60, Outcome.REFUSED, -1),
            new Write(1, 102, 0, 70, 80, Outcome.UNKNOWN, -1)));
    private final List<Sight> log = List.of(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7), at(4, 102, 7));
    private final List<Sight> sights = new ArrayList<>(log);
    private final List<EndSight> ends = new ArrayList<>(List.of(new EndSight(0, 25, 2)));
    private final Map<String, List<Sight>> dumps = new TreeMap<>(Map.of("broker-1", log, "broker-2", log));

    private static Write stored(int producer, long value, long offset, long invoked, long completed) {
        return new Write(producer, value, 0, invoked, completed, Outcome.DONE, offset);
    }

    private static Sight at(long offset, long value, long epoch) {
        return new Sight("reader", 0, offset, value, epoch);
    }

    private List<String> broken() {
        return LogRules.findings(new LogHistory(writes, sights, ends, dumps)).stream()
                .map(Finding::rule)
                .distinct()
                .toList();
    }

    private void dumpEverywhere(Sight... records) {
        dumps.replaceAll((broker, before) -> List.of(records));
    }

    @Test
    void shouldFindNothingInASoundHistory() {
        assertThat(broken()).isEmpty();
    }

    @Test
    void shouldFindAnAcknowledgedRecordThatIsGone() {
        writes.add(stored(1, 103, 5, 90, 95));

        assertThat(broken()).containsExactly("C1");
    }

    @Test
    void shouldFindAnAcknowledgedRecordWithoutAnOffsetThatIsGone() {
        writes.add(stored(1, 103, -1, 90, 95));

        assertThat(broken()).containsExactly("C1");
    }

    @Test
    void shouldFindARecordThatIsGoneFromOneBrokerOnly() {
        dumps.put("broker-2", log.subList(0, 2));

        assertThat(broken()).containsExactly("C1", "C18");
    }

    @Test
    void shouldFindAReadRecordThatIsGoneAlthoughNobodyAcknowledgedIt() {
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7));

        assertThat(broken()).containsExactly("C1");
    }

    @Test
    void shouldFindTwoValuesAtOneOffset() {
        sights.set(3, at(2, 102, 7));

        assertThat(broken()).contains("C3");
    }

    @Test
    void shouldFindTwoLeaderEpochsAtOneOffset() {
        sights.set(2, at(2, 101, 6));

        assertThat(broken()).containsExactly("C3");
    }

    @Test
    void shouldFindAValueThatIsStoredTwice() {
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7), at(4, 102, 7), at(5, 102, 7));

        assertThat(broken()).containsExactly("C4");
    }

    @Test
    void shouldFindARefusedRecordThatIsVisible() {
        sights.add(at(5, 201, 7));
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7), at(4, 102, 7), at(5, 201, 7));

        assertThat(broken()).containsExactly("C5");
    }

    @Test
    void shouldFindARecordThatNobodySent() {
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7), at(4, 102, 7), at(5, 999, 7));

        assertThat(broken()).containsExactly("C5");
    }

    @Test
    void shouldFindAReaderThatGoesBack() {
        sights.add(at(2, 101, 7));

        assertThat(broken()).containsExactly("C11");
    }

    @Test
    void shouldFindAReaderThatLeavesARecordOut() {
        sights.remove(1);

        assertThat(broken()).containsExactly("C11");
    }

    @Test
    void shouldFindARecordBeforeOneThatWasAcknowledgedEarlier() {
        writes.set(0, stored(1, 100, 0, 45, 48));

        assertThat(broken()).containsExactly("C12");
    }

    @Test
    void shouldFindAnEndBelowAnAcknowledgedRecord() {
        ends.add(new EndSight(0, 41, 2));

        assertThat(broken()).containsExactly("C12");
    }

    @Test
    void shouldFindAProducersRecordsInAnotherOrder() {
        writes.set(2, new Write(1, 101, 0, 30, 85, Outcome.UNKNOWN, -1));
        sights.clear();
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 102, 7), at(4, 101, 7));

        assertThat(broken()).containsExactly("C13");
    }

    @Test
    void shouldFindALeaderEpochThatGoesBack() {
        sights.clear();
        dumpEverywhere(at(0, 100, 5), at(1, 200, 5), at(2, 101, 7), at(4, 102, 6));

        assertThat(broken()).containsExactly("C18");
    }
}

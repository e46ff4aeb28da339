package io.thalweg.cli.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.cli.quickstart.ClassCatalogue.Entry;
import io.thalweg.cli.quickstart.GroupReader.Seen;
import io.thalweg.client.api.TopicPartition;
import io.thalweg.client.api.producer.RecordMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerificationTest {
    private static final List<Entry> PRODUCED = List.of(new Entry("a", "1"), new Entry("b", "2"), new Entry("a", "3"));
    private static final Seen FIRST = new Seen(0, 1, "a", "1");
    private static final Seen SECOND = new Seen(1, 1, "b", "2");
    private static final Seen THIRD = new Seen(0, 2, "a", "3");

    private static RecordMetadata at(int partition, long offset) {
        return new RecordMetadata(new TopicPartition("t", partition), offset, 0);
    }

    private static WriteLog writes() {
        var writes = new WriteLog(3, 2, 0);
        writes.acknowledge(0, at(0, 1), 5_000_000);
        writes.acknowledge(1, at(1, 1), 6_000_000);
        writes.acknowledge(2, at(0, 2), 45_000_000);
        return writes;
    }

    private static List<String> findings(Seen... seen) {
        return new Verification(PRODUCED, writes()).check("g", List.of(seen));
    }

    @Test
    void shouldAcceptWhatWasProducedAlsoWhenDeliveredAgain() {
        assertThat(findings(FIRST, SECOND, THIRD)).isEmpty();
        assertThat(findings(FIRST, SECOND, FIRST, THIRD)).isEmpty();
    }

    @Test
    void shouldFindALostRecord() {
        assertThat(findings(FIRST, SECOND)).anyMatch(finding -> finding.contains("lost: 3"));
    }

    @Test
    void shouldFindAChangedRecord() {
        assertThat(findings(FIRST, new Seen(1, 1, "b", "x"), THIRD))
                .anyMatch(finding -> finding.contains("changed: 2 was read as x"));
    }

    @Test
    void shouldFindARecordThatIsStoredTwice() {
        assertThat(findings(FIRST, SECOND, THIRD, new Seen(1, 2, "b", "2")))
                .anyMatch(finding -> finding.contains("4 different records read, 3 produced"));
    }

    @Test
    void shouldFindAKeyOutOfOrder() {
        assertThat(findings(THIRD, SECOND, FIRST)).anyMatch(finding -> finding.contains("key a is not in the order"));
    }

    @Test
    void shouldMeasureTheLongestGapOfAPartition() {
        assertThat(writes().longestGap(0)).isEqualTo(Duration.ofMillis(40));
        assertThat(writes().longestGap()).isEqualTo(Duration.ofMillis(40));
        assertThat(writes().count(0)).isEqualTo(2);
    }

    @Test
    void shouldFindTwoRecordsAtOnePlace() {
        var writes = writes();
        writes.acknowledge(1, at(0, 1), 50_000_000);

        assertThat(writes.sharedPlaces()).containsExactly("0@1");
    }

    @Test
    void shouldReadTheCatalogueOfThisJdkTheSameWayTwice(@TempDir Path folder) throws IOException {
        // given
        ClassCatalogue catalogue = ClassCatalogue.read();
        Path file = folder.resolve("written.tsv");

        // when
        catalogue.writeTo(file);

        // then
        assertThat(catalogue.size()).isGreaterThan(20_000);
        assertThat(ClassCatalogue.read()).isEqualTo(catalogue);
        assertThat(Files.readAllLines(file))
                .hasSize(catalogue.size())
                .first()
                .isEqualTo(catalogue.entries().get(0).key() + "\t"
                        + catalogue.entries().get(0).value());
    }
}

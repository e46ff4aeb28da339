package io.thalweg.cli.quickstart;

import io.thalweg.cli.quickstart.ClassCatalogue.Entry;
import io.thalweg.cli.quickstart.GroupReader.Seen;
import io.thalweg.client.api.producer.RecordMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares what a group saw with what was produced and acknowledged. Each check adds a sentence to the findings when it
 * fails; no findings means: nothing lost, nothing twice, nothing changed, and each key in the order of production.
 */
final class Verification {
    private static final int MOST_FINDINGS = 10;

    private final List<Entry> produced;
    private final WriteLog writes;

    Verification(List<Entry> produced, WriteLog writes) {
        this.produced = produced;
        this.writes = writes;
    }

    List<String> check(String group, List<Seen> seen) {
        List<String> findings = new ArrayList<>();
        Map<String, Seen> byPlace = new LinkedHashMap<>();
        for (Seen record : seen) {
            Seen earlier = byPlace.put(place(record.partition(), record.offset()), record);
            if (earlier != null && !earlier.equals(record)) {
                findings.add("two records at " + place(record.partition(), record.offset()));
            }
        }
        everyAcknowledgedRecordIsThere(byPlace, findings);
        if (byPlace.size() != produced.size()) {
            findings.add(byPlace.size() + " different records read, " + produced.size() + " produced");
        }
        eachKeyIsInOrder(byPlace.values(), findings);
        return findings.stream()
                .limit(MOST_FINDINGS)
                .map(finding -> "group " + group + ": " + finding)
                .toList();
    }

    private void everyAcknowledgedRecordIsThere(Map<String, Seen> byPlace, List<String> findings) {
        for (int i = 0; i < produced.size(); i++) {
            RecordMetadata where = writes.of(i);
            Seen record = byPlace.get(place(where.partition(), where.offset()));
            Entry entry = produced.get(i);
            if (record == null) {
                findings.add(
                        "lost: " + entry.value() + ", acknowledged at " + place(where.partition(), where.offset()));
            } else if (!entry.key().equals(record.key()) || !entry.value().equals(record.value())) {
                findings.add("changed: " + entry.value() + " was read as " + record.value());
            }
        }
    }

    private void eachKeyIsInOrder(Iterable<Seen> seen, List<String> findings) {
        Map<String, List<String>> readByKey = new HashMap<>();
        for (Seen record : seen) {
            readByKey
                    .computeIfAbsent(Objects.requireNonNullElse(record.key(), ""), key -> new ArrayList<>())
                    .add(Objects.requireNonNullElse(record.value(), ""));
        }
        Map<String, List<String>> producedByKey = new HashMap<>();
        for (Entry entry : produced) {
            producedByKey.computeIfAbsent(entry.key(), key -> new ArrayList<>()).add(entry.value());
        }
        producedByKey.forEach((key, values) -> {
            if (!values.equals(readByKey.get(key))) {
                findings.add("key " + key + " is not in the order of production, or not complete");
            }
        });
    }

    private static String place(int partition, long offset) {
        return "partition " + partition + " offset " + offset;
    }
}

package io.thalweg.cli.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C3, C4: an offset has one value and one leader epoch, ever; a value has one offset. */
final class PlaceRule {
    private final Map<Place, Long> valueByPlace = new HashMap<>();
    private final Map<Place, Long> epochByPlace = new HashMap<>();
    private final Map<Long, Place> placeByValue = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private PlaceRule() {}

    static List<Finding> findings(LogHistory history) {
        PlaceRule rule = new PlaceRule();
        history.writes().stream()
                .filter(Write::hasPlace)
                .forEach(write -> rule.observe(write.place(), write.value(), write.toString()));
        history.sights().forEach(rule::observe);
        history.dumps().values().forEach(records -> records.forEach(rule::observe));
        return rule.findings;
    }

    private void observe(Sight sight) {
        observe(sight.place(), sight.value(), sight.toString());
        Long epoch = epochByPlace.putIfAbsent(sight.place(), sight.leaderEpoch());
        if (epoch != null && epoch != sight.leaderEpoch()) {
            findings.add(new Finding("C3", "leader epoch " + epoch + " before, now " + sight));
        }
    }

    private void observe(Place place, long value, String evidence) {
        Long other = valueByPlace.putIfAbsent(place, value);
        if (other != null && other != value) {
            findings.add(new Finding("C3", "value " + other + " was there before: " + evidence));
        }
        Place elsewhere = placeByValue.putIfAbsent(value, place);
        if (elsewhere != null && !elsewhere.equals(place)) {
            findings.add(new Finding("C4", "the same value was at " + elsewhere + " before: " + evidence));
        }
    }
}

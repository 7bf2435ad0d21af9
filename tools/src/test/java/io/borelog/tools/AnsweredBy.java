package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a data directory: every hole of matched has one estimate, by the model that the last CONFIG before it names for its tool, and none
 * has two; what is in shadow is checked alike.
 */
final class AnsweredBy {
    private record Origin(long seq, int ordinal) {
        static Origin of(final RecordView record) {
            return new Origin(record.header().originSeq(), record.header().originOrdinal());
        }
    }

    private final DataDirectory data;
    private final Map<Origin, ModelRef> expected = new LinkedHashMap<>();
    private final Map<Origin, ModelRef> expectedInShadow = new LinkedHashMap<>();
    /** Model to how many estimates. */
    final Map<String, Integer> counts = new TreeMap<>();
    final Map<String, Integer> shadowCounts = new TreeMap<>();

    private AnsweredBy(final DataDirectory data) {
        this.data = data;
    }

    static AnsweredBy check(final DataDirectory data) {
        final AnsweredBy checked = new AnsweredBy(data);
        checked.readMatched();
        final Map<Origin, String> found = new HashMap<>();
        Stages.workerNumbers(data.path()).forEach(worker -> checked.read(Journals.estimated(worker), found));
        checked.compare(checked.expected, found, checked.counts);
        final Map<Origin, String> shadowed = new HashMap<>();
        checked.read(Journals.SHADOW, shadowed);
        checked.compare(checked.expectedInShadow, shadowed, checked.shadowCounts);
        return checked;
    }

    private void readMatched() {
        final HoleRecord hole = new HoleRecord();
        ModelPlan plan = null;
        try (JournalTailer matched = data.tail(Journals.MATCHED)) {
            while (matched.next()) {
                final RecordView record = matched.record();
                final String config = record.kind() == RecordKind.CONFIG ? Texts.get(record.payload(), record.payloadOffset())
                    : record.kind() == RecordKind.OPEN || record.kind() == RecordKind.HEAD ? new EpochRecord().wrap(record).config() : null;
                if (config != null) {
                    plan = ModelPlan.of(DecidingConfig.parse(config));
                } else if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
                    assertNull(expected.put(Origin.of(record), plan.modelOf(hole.wrap(record).toolHash())));
                    if (plan.shadow() != null) {
                        expectedInShadow.put(Origin.of(record), plan.shadow());
                    }
                }
            }
        }
    }

    private void read(final String journal, final Map<Origin, String> into) {
        final EstimateRecord estimate = new EstimateRecord();
        try (JournalTailer tailer = data.tail(journal)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.ESTIMATE) {
                    assertNull(into.put(Origin.of(tailer.record()), estimate.wrap(tailer.record()).modelName()),
                        () -> "answered twice: " + Origin.of(tailer.record()));
                }
            }
        }
    }

    private void compare(final Map<Origin, ModelRef> wanted, final Map<Origin, String> found, final Map<String, Integer> count) {
        wanted.forEach((origin, model) -> {
            assertEquals(model.name(), found.get(origin), () -> "who answered " + origin);
            count.merge(model.name(), 1, Integer::sum);
        });
        assertEquals(wanted.size(), found.size(), "nobody answers what nobody asked");
    }
}

package io.borelog.tools.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.tools.simulation.Recorded.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the world has been told: each origin once and whole in outbound, in order; at the external broker at least once, in order. */
final class ToldChecks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final TreeMap<Origin, Recorded> holes;
    private final Map<Origin, String[]> statuses;

    ToldChecks(final World world, final TreeMap<Origin, Recorded> holes, final Map<Origin, String[]> statuses) {
        this.world = world;
        this.holes = holes;
        this.statuses = statuses;
    }

    void run() {
        final List<Recorded> outs = Recorded.all(world.outbound, RecordKind.OUT);
        final List<Origin> whole = new ArrayList<>();
        int number = 0;
        for (final Recorded out : outs) {
            final OutRecord record = new OutRecord().wrap(out.view());
            number++;
            Violation.unless(record.number() == number, "message", record.number(), "of", record.count(), "and not", number, "in", out);
            if (number == record.count()) {
                whole.add(out.origin());
                number = 0;
                estimate(out);
            }
        }
        Violation.unless(number == 0 && whole.equals(List.copyOf(holes.keySet())), "told", whole, "and should be", holes.keySet());
        if (world.broker != null) {
            external(outs);
        }
    }

    /** The last message of an origin is the estimate message. */
    private void estimate(final Recorded out) {
        try {
            final JsonNode told = JSON.readTree(out.told().substring(out.told().indexOf('\n') + 1));
            final HoleRecord hole = holes.containsKey(out.origin()) ? holes.get(out.origin()).hole() : null;
            Violation.unless(hole != null && told.get("lineage").get("matched").asText().equals(out.origin().toString())
                && told.get("resultId").asText().equals(hole.resultId()) && told.get("tool").asText().equals(hole.tool())
                && Arrays.asList(statuses.get(out.origin())).contains(told.get("status").asText()),
                "told", told, "where the estimate is", Arrays.toString(statuses.get(out.origin())));
        } catch (final JsonProcessingException ex) {
            throw new Violation("no JSON in " + out, ex);
        }
    }

    private void external(final List<Recorded> outs) {
        final List<String> inOrder = outs.stream().map(Recorded::told).toList();
        final List<String> firstTimes = List.copyOf(new LinkedHashSet<>(world.broker.received()));
        Violation.unless(firstTimes.equals(inOrder), "the broker has", firstTimes.size(), "messages, outbound", inOrder.size(),
            "or another order");
        Origin mark = new Origin(0, 0);
        for (final Recorded delivered : Recorded.all(world.outbound, RecordKind.DELIVERED)) {
            Violation.unless(mark.compareTo(delivered.origin()) <= 0, "the mark goes back at", delivered);
            mark = delivered.origin();
        }
        Violation.unless(outs.isEmpty() || mark.equals(outs.get(outs.size() - 1).origin()), "the mark stands at", mark);
    }
}

package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.tools.simulate.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Nothing lost, nothing twice: the client's log against the journals of a pipeline that has drained and was stopped.
 *
 * @param acked           messages that the client has an acknowledgement for, each counted once
 * @param ackedLost       of them, not in inbound: promise P1
 * @param estimatesMissing holes of which the Result was acknowledged and that have no estimate: P2
 * @param estimatesTwice  holes with more than one: P3
 * @param originsAstray   matched and estimated do not agree on these
 * @param outsIncomplete  estimates that outbound does not tell in full
 * @param outsTwice       messages that outbound has more than once
 * @param withoutTrace    holes whose Result and Trace were acknowledged, answered without the Trace: it came after the window, no fault
 * @param problems        a few examples in words, and what verify says
 */
public record Checks(
    long acked, long holes, long ackedLost, long estimatesMissing, long estimatesTwice, long originsAstray, long outsIncomplete,
    long outsTwice, long withoutTrace, long pending, long unaccounted, List<String> problems) {
    private static final int EXAMPLES = 5;

    /** @param ackedLogs the files that {@code simulate --acked} wrote */
    public static Checks of(final Path data, final List<Path> ackedLogs, final Inspection inspection) throws IOException {
        final AckedLog acked = AckedLog.read(ackedLogs);
        final List<String> problems = new ArrayList<>(inspection.verify(data));
        final Recorded recorded;
        try {
            recorded = Recorded.read(data);
        } catch (final CorruptRecordException ex) {
            problems.add("unreadable: " + ex.getMessage());
            return new Checks(acked.messages().size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, problems);
        }
        final List<AckedLog.Message> lost = acked.messages().stream()
            .filter(message -> !recorded.inbound().contains(message)).toList();
        lost.stream().limit(EXAMPLES).forEach(message -> problems.add("acked and not in inbound: " + message));
        final List<HoleKey> missing = acked.holesWith(Part.RESULT).stream()
            .filter(hole -> !recorded.estimatedHoles().containsKey(hole)).toList();
        missing.stream().limit(EXAMPLES).forEach(hole -> problems.add("acked and not estimated: " + hole));
        final List<HoleKey> twice = recorded.estimatedHoles().entrySet().stream()
            .filter(hole -> hole.getValue() > 1).map(Map.Entry::getKey).toList();
        twice.stream().limit(EXAMPLES).forEach(hole -> problems.add("estimated more than once: " + hole));
        final Inspection.Sum sum = inspection.audit(data);
        return new Checks(acked.messages().size(), recorded.estimatedHoles().size(), lost.size(), missing.size(), twice.size(),
            recorded.originsAstray(), recorded.outsIncomplete(), recorded.outsTwice(),
            acked.holesWith(Part.RESULT, Part.TRACE).stream().filter(recorded.unmatched()::contains).count(),
            sum.pending(), sum.unaccounted(), problems);
    }

    /** Whether everything holds. */
    public boolean hold() {
        return acked > 0 && ackedLost == 0 && estimatesMissing == 0 && estimatesTwice == 0 && originsAstray == 0 && outsIncomplete == 0
            && outsTwice == 0 && pending == 0 && unaccounted == 0 && problems.isEmpty();
    }

    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("messages acked: %d, lost: %d; audit: %d pending, %d unaccounted".formatted(acked, ackedLost, pending, unaccounted));
        lines.add("holes estimated: %d, missing: %d, twice: %d, origins astray: %d, answered without their late Trace: %d".formatted(
            holes, estimatesMissing, estimatesTwice, originsAstray, withoutTrace));
        lines.add("outbound: %d estimates not told in full, %d messages twice".formatted(outsIncomplete, outsTwice));
        lines.addAll(problems);
        return lines;
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeNumberField("acked", acked);
        json.writeNumberField("acked_lost", ackedLost);
        json.writeNumberField("holes", holes);
        json.writeNumberField("estimates_missing", estimatesMissing);
        json.writeNumberField("estimates_twice", estimatesTwice);
        json.writeNumberField("origins_astray", originsAstray);
        json.writeNumberField("outs_incomplete", outsIncomplete);
        json.writeNumberField("outs_twice", outsTwice);
        json.writeNumberField("without_trace", withoutTrace);
        json.writeNumberField("pending", pending);
        json.writeNumberField("unaccounted", unaccounted);
        TextArray.write(json, "problems", problems);
    }
}

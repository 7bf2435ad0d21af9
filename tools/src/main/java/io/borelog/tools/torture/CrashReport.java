package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the power cuts came to.
 *
 * @param cuts       recorded: the file system was cut, mounted again, and the pipeline came back on it
 * @param inRecovery of them, while the pipeline was still coming back from the one before
 * @param running    of them, with the stages alive, so that their forces failed; the others right after SIGKILL
 * @param acked      messages acknowledged, of all disks
 * @param lost       of them, not in inbound
 * @param exits      how stages ended by themselves when their disk was gone: name and exit code, and how often
 */
public record CrashReport(
    int cuts, int inRecovery, int running, int disks, double seconds, long acked, long lost, long holes, Map<String, Integer> exits,
    List<String> troubles) {
    public boolean holds() {
        return troubles.isEmpty() && lost == 0 && acked > 0;
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("power cuts: %d on %d disks in %.0f s; %d with the stages running, %d in the midst of a recovery".formatted(
            cuts, disks, seconds, running, inRecovery));
        lines.add("messages acked: %d, lost: %d; holes estimated: %d".formatted(acked, lost, holes));
        lines.add("ended by themselves when the disk was gone: " + exits);
        lines.addAll(troubles);
        lines.add(holds() ? "crashlab: nothing lost, nothing twice" : "crashlab: FAILED, see above");
        return lines;
    }

    /** The same, the fields of an object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeBooleanField("ok", holds());
        json.writeNumberField("cuts", cuts);
        json.writeNumberField("in_recovery", inRecovery);
        json.writeNumberField("running", running);
        json.writeNumberField("disks", disks);
        json.writeNumberField("seconds", seconds);
        json.writeNumberField("acked", acked);
        json.writeNumberField("acked_lost", lost);
        json.writeNumberField("holes", holes);
        json.writeObjectFieldStart("exits");
        for (final Map.Entry<String, Integer> one : exits.entrySet()) {
            json.writeNumberField(one.getKey(), one.getValue());
        }
        json.writeEndObject();
        TextArray.write(json, "troubles", troubles);
    }
}

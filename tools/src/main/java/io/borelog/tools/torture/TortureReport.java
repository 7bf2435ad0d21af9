package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a torture came to.
 *
 * @param kills       moments at which something was killed
 * @param killedBy    what was killed, and how often
 * @param givenUp     messages that the client stopped waiting for at the end of a run; not lost, never acknowledged
 * @param troubles    what went wrong beside the checks: a stage that ended by itself or never came back
 * @param checks      null where the torture had to be given up before
 */
public record TortureReport(
    int kills, Map<String, Integer> killedBy, double seconds, long givenUp, RestartTimes restarts, List<String> troubles, Checks checks) {
    public boolean holds() {
        return troubles.isEmpty() && checks != null && checks.hold();
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        lines.add("kills: %d in %.0f s: %s".formatted(kills, seconds, killedBy));
        lines.addAll(restarts.lines());
        if (checks != null) {
            lines.addAll(checks.lines());
        }
        lines.add("messages that the client gave up waiting for: " + givenUp);
        lines.addAll(troubles);
        lines.add(holds() ? "torture: nothing lost, nothing twice" : "torture: FAILED, see above");
        return lines;
    }

    /** The same, the fields of an object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeBooleanField("ok", holds());
        json.writeNumberField("kills", kills);
        json.writeObjectFieldStart("killed");
        for (final Map.Entry<String, Integer> one : killedBy.entrySet()) {
            json.writeNumberField(one.getKey(), one.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("seconds", seconds);
        json.writeNumberField("given_up", givenUp);
        json.writeObjectFieldStart("restarts");
        restarts.write(json);
        json.writeEndObject();
        TextArray.write(json, "troubles", troubles);
        if (checks != null) {
            checks.write(json);
        }
    }
}

package io.borelog.tools.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** How the estimates of one tool differ. */
public final class ToolTally {
    /** In the order of a hole. */
    static final List<String> KEY_POINTS = List.of("entry", "transition", "exit");

    private final KeyPointTally[] keyPoints = {new KeyPointTally(), new KeyPointTally(), new KeyPointTally()};
    private final String toolbox;
    private final String tool;
    private long count;
    private long statusChanges;

    ToolTally(final String toolbox, final String tool) {
        this.toolbox = toolbox;
        this.tool = tool;
    }

    /** @param point 0 entry, 1 transition, 2 exit */
    public KeyPointTally keyPoint(final int point) {
        return keyPoints[point];
    }

    void add(final boolean sameStatus) {
        count++;
        statusChanges += sameStatus ? 0 : 1;
    }

    public String name() {
        return toolbox + '/' + tool;
    }

    public long count() {
        return count;
    }

    public long statusChanges() {
        return statusChanges;
    }

    /** Mean absolute difference of the key point that differs most, mm: what tools are ranked by. */
    double meanAbs() {
        double worst = 0;
        for (final KeyPointTally one : keyPoints) {
            worst = Math.max(worst, one.count() == 0 ? 0 : one.meanAbs());
        }
        return worst;
    }

    /** Of all key points, mm; NaN where nothing counts. */
    double maxAbs() {
        double max = Double.NaN;
        for (final KeyPointTally one : keyPoints) {
            max = one.count() == 0 || max > one.maxAbs() ? max : one.maxAbs();
        }
        return max;
    }

    void writeFigures(final JsonGenerator json) throws IOException {
        json.writeNumberField("compared", count);
        json.writeNumberField("status_changes", statusChanges);
        json.writeObjectFieldStart("key_points");
        for (int point = 0; point < keyPoints.length; point++) {
            json.writeFieldName(KEY_POINTS.get(point));
            keyPoints[point].write(json);
        }
        json.writeEndObject();
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("toolbox", toolbox);
        json.writeStringField("tool", tool);
        writeFigures(json);
        json.writeEndObject();
    }
}

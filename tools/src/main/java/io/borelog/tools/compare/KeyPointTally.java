package io.borelog.tools.compare;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How one key point differs over some holes, mm, new minus old; only holes count where both know it. */
public final class KeyPointTally {
    private long count;
    private double sum;
    private double sumAbs;
    private double maxAbs;

    void add(final double difference) {
        count++;
        sum += difference;
        sumAbs += Math.abs(difference);
        maxAbs = Math.max(maxAbs, Math.abs(difference));
    }

    public long count() {
        return count;
    }

    /** @return NaN where nothing counts, as the other two. */
    public double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    public double meanAbs() {
        return count == 0 ? Double.NaN : sumAbs / count;
    }

    public double maxAbs() {
        return count == 0 ? Double.NaN : maxAbs;
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("count", count);
        number(json, "mean", mean());
        number(json, "mean_abs", meanAbs());
        number(json, "max_abs", maxAbs());
        json.writeEndObject();
    }

    private static void number(final JsonGenerator json, final String name, final double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}

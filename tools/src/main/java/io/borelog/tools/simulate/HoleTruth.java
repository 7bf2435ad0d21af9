package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * What is true of a generated hole, whatever an estimator says. Positions in mm; NaN where the hole has no such point (null in JSON).
 *
 * @param steps       program step codes in order
 * @param resultBytes payload size; 0 where the message was not sent
 */
public record HoleTruth(long hole, String toolbox, String tool, int resultId, String sourceTimestamp, String headId, double entryMm,
                        double transitionMm, double exitMm, List<Material> materials, List<Double> thicknessesMm, List<Integer> steps,
                        int samples, int resultBytes, int traceBytes, int headsBytes) {
    static HoleTruth of(final Hole hole, final int resultBytes, final int traceBytes, final int headsBytes) {
        final HoleModel model = hole.model;
        return new HoleTruth(hole.number, hole.toolbox, hole.tool, hole.resultId, PayloadWriter.instant(hole.sourceEpochS), hole.headId,
            model.entryMm(), model.transitionMm(), model.exitMm(),
            model.layers().stream().map(Layer::material).toList(),
            model.layers().stream().map(Layer::thicknessMm).toList(),
            model.steps().stream().map(Step::code).toList(),
            hole.samples, resultBytes, traceBytes, headsBytes);
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("hole", hole);
        json.writeStringField("toolbox", toolbox);
        json.writeStringField("tool", tool);
        json.writeStringField("resultId", Integer.toString(resultId));
        json.writeStringField("sourceTimestamp", sourceTimestamp);
        json.writeStringField("headId", headId);
        writeMm(json, "entryMm", entryMm);
        writeMm(json, "transitionMm", transitionMm);
        writeMm(json, "exitMm", exitMm);
        json.writeArrayFieldStart("materials");
        for (final Material material : materials) {
            json.writeString(material.name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("thicknessesMm");
        for (final double thicknessMm : thicknessesMm) {
            json.writeNumber(rounded(thicknessMm));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("steps");
        for (final int step : steps) {
            json.writeNumber(step);
        }
        json.writeEndArray();
        json.writeNumberField("samples", samples);
        json.writeNumberField("resultBytes", resultBytes);
        json.writeNumberField("traceBytes", traceBytes);
        json.writeNumberField("headsBytes", headsBytes);
        json.writeEndObject();
    }

    private static void writeMm(final JsonGenerator json, final String name, final double mm) throws IOException {
        if (Double.isNaN(mm)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, rounded(mm));
        }
    }

    private static double rounded(final double mm) {
        return Math.rint(mm * 10_000.0) / 10_000.0;
    }
}

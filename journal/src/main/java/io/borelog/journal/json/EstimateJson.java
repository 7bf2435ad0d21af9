package io.borelog.journal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.Seq;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The estimate message: what publish tells on {@code borelog/<toolbox>/<tool>/estimate} and what {@code tail} shows of an ESTIMATE.
 *
 * <p>A pure function of the record and its origin, stamps included: a message that is rendered again after a crash has the same bytes.
 * Unknown values are null, never missing. Stateless, any thread.
 * <pre>
 * {"estimateId","toolbox","tool","machineId","resultId","headId","sourceTimestamp","status","reason",
 *  "keyPoints":[entry,transition,exit],"depths":[transition-entry,exit-transition],               mm
 *  "model":{"name","sha256"},
 *  "lineage":{"result","trace","heads":  inbound seq,  "matched": origin as "epoch:counter/ordinal"},
 *  "latencyUs":{"matched": last message journaled to matched record, "estimator": spent in the estimator}}
 * </pre>
 */
public final class EstimateJson {
    /** The status of an estimate with key points; every other has a reason. */
    public static final String OK = "OK";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int TYPICAL_LENGTH = 768;
    private static final long NS_PER_US = 1_000;

    private EstimateJson() {
    }

    /** @return the whole message, UTF-8. */
    public static byte[] render(final EstimateRecord estimate, final long originSeq, final int originOrdinal) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            writeFields(json, estimate, originSeq, originOrdinal);
            json.writeEndObject();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex); // nothing here does I/O
        }
        return bytes.toByteArray();
    }

    /** Writes the fields into the object that the generator has open. */
    public static void writeFields(
        final JsonGenerator json, final EstimateRecord estimate, final long originSeq, final int originOrdinal) throws IOException {
        final double entryMm = estimate.entryMm();
        final double transitionMm = estimate.transitionMm();
        final double exitMm = estimate.exitMm();
        json.writeStringField("estimateId", estimate.estimateId());
        json.writeStringField("toolbox", estimate.toolbox());
        json.writeStringField("tool", estimate.tool());
        json.writeStringField("machineId", estimate.machineId());
        json.writeStringField("resultId", estimate.resultId());
        json.writeStringField("headId", estimate.headId());
        json.writeStringField("sourceTimestamp", estimate.sourceTimestamp());
        json.writeStringField("status", estimate.status());
        json.writeStringField("reason", estimate.reason());
        json.writeArrayFieldStart("keyPoints");
        writeNumber(json, entryMm);
        writeNumber(json, transitionMm);
        writeNumber(json, exitMm);
        json.writeEndArray();
        json.writeArrayFieldStart("depths");
        writeNumber(json, transitionMm - entryMm); // NaN where either is
        writeNumber(json, exitMm - transitionMm);
        json.writeEndArray();
        json.writeObjectFieldStart("model");
        json.writeStringField("name", estimate.modelName());
        json.writeStringField("sha256", estimate.modelSha256());
        json.writeEndObject();
        json.writeObjectFieldStart("lineage");
        writeSeq(json, "result", estimate.resultSeq());
        writeSeq(json, "trace", estimate.traceSeq());
        writeSeq(json, "heads", estimate.headsSeq());
        json.writeStringField("matched", origin(originSeq, originOrdinal));
        json.writeEndObject();
        json.writeObjectFieldStart("latencyUs");
        writeLatency(json, "matched", estimate.lastWallTimeNs(), estimate.matchedWallTimeNs());
        json.writeNumberField("estimator", estimate.estimatorNs() / NS_PER_US);
        json.writeEndObject();
    }

    /** For people and for {@code why}: {@code epoch:counter/ordinal}. */
    public static String origin(final long originSeq, final int originOrdinal) {
        return Seq.text(originSeq) + "/" + originOrdinal;
    }

    /** Shortest text that reads back as the same double: {@link Double#toString} of JDK 17 is not always that. */
    private static void writeNumber(final JsonGenerator json, final double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(NumberOutput.toString(value, true));
        } else {
            json.writeNull();
        }
    }

    private static void writeSeq(final JsonGenerator json, final String name, final long seq) throws IOException {
        if (seq == Seq.NONE) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, seq);
        }
    }

    /** Of two processes' clocks, so that a small negative number is possible; it is told as it is. */
    private static void writeLatency(
        final JsonGenerator json, final String name, final long fromWallNs, final long toWallNs) throws IOException {
        if (fromWallNs == 0 || toWallNs == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, Math.floorDiv(toWallNs - fromWallNs, NS_PER_US));
        }
    }
}

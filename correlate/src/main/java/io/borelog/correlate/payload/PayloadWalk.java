package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonToken;

import java.nio.charset.StandardCharsets;

/**
 * The walk of {@link PayloadReader} through one envelope: which entries count, which value wins, and whether they make a usable part.
 * The cursor throws where the bytes are no JSON; the first {@link Problem} of content ends the walk where it stands.
 */
final class PayloadWalk {

    private static final byte[] MESSAGES = "Messages".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PAYLOAD = "Payload".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = "Value".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOURCE_TIMESTAMP = "SourceTimestamp".getBytes(StandardCharsets.US_ASCII);

    private final Limits limits;

    // The id that decides and the one to fall back on (Trace: another curve's; Heads: the serial number), with their timestamps.
    private final ReusedText mainId = new ReusedText();
    private final ReusedText mainTimestamp = new ReusedText();
    private final ReusedText spareId = new ReusedText();
    private final ReusedText spareTimestamp = new ReusedText();
    private final ReusedText firstTimestamp = new ReusedText();

    // Of the entry in hand.
    private final ReusedText id = new ReusedText();
    private final ReusedText timestamp = new ReusedText();

    private Part part;
    private boolean curvesWanted;
    private Problem problem;

    PayloadWalk(final Limits limits) {
        this.limits = limits;
    }

    /** Forgets the message before. */
    void begin(final Part into, final boolean wanted) {
        part = into;
        curvesWanted = wanted;
        problem = null;
        mainId.clear();
        mainTimestamp.clear();
        spareId.clear();
        spareTimestamp.clear();
        firstTimestamp.clear();
    }

    /** Reads the root object, at whose start the cursor stands, to its end or to the first problem. */
    Problem envelope(final JsonCursor json) throws NotJsonException {
        while (nextField(json)) {
            final boolean messages = json.textEquals(MESSAGES);
            final JsonToken value = json.next();
            if (messages && value == JsonToken.START_ARRAY) {
                while (problem == null && json.next() != JsonToken.END_ARRAY) {
                    message(json, true);
                }
            } else {
                message(json, messages);
            }
        }
        return problem;
    }

    private void message(final JsonCursor json, final boolean wanted) throws NotJsonException {
        if (!wanted || json.token() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (nextField(json)) {
            final boolean payload = json.textEquals(PAYLOAD);
            if (json.next() == JsonToken.START_OBJECT && payload) {
                payload(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void payload(final JsonCursor json) throws NotJsonException {
        while (nextField(json)) {
            final Leaf leaf = Leaf.of(part.kind, json);
            if (json.next() == JsonToken.START_OBJECT) {
                entry(json, leaf);
            } else {
                json.skipChildren();
            }
        }
    }

    private void entry(final JsonCursor json, final Leaf leaf) throws NotJsonException {
        final FloatColumn column = columnOf(leaf);
        final boolean isId = leaf != null && column == null;
        id.clear();
        timestamp.clear();
        while (nextField(json)) {
            final boolean value = json.textEquals(VALUE);
            final boolean sourceTimestamp = !value && json.textEquals(SOURCE_TIMESTAMP);
            json.next();
            if (value && isId && !id.isPresent()) {
                id(json, leaf);
            } else if (value && curvesWanted && column != null && column.length() == 0) {
                column(json, leaf, column);
            } else if (sourceTimestamp && !timestamp.isPresent() && (isId || !firstTimestamp.isPresent())) {
                timestamp(json);
            } else {
                json.skipChildren();
            }
        }
        if (!firstTimestamp.isPresent()) {
            firstTimestamp.set(timestamp);
        }
        if (id.isPresent()) {
            keep(leaf);
        }
    }

    private void id(final JsonCursor json, final Leaf leaf) throws NotJsonException {
        final JsonToken token = json.token();
        final boolean number = token.isNumeric();
        if (!number && token != JsonToken.VALUE_STRING || number && json.isNotFinite()) {
            json.skipChildren();
            return;
        }
        json.text(id);
        if (!Numbers.canonicalId(id, number)) {
            id.clear();
        } else if (id.length() > Limits.MAX_ID_CHARS) {
            problem = new Problem(Reason.TOO_LARGE, leaf.label() + ": " + id.length() + " characters, at most " + Limits.MAX_ID_CHARS);
            id.clear();
        }
    }

    private void column(final JsonCursor json, final Leaf leaf, final FloatColumn column) throws NotJsonException {
        final boolean steps = part.kind == PartKind.RESULT;
        final boolean needed = leaf != Leaf.THRUST && leaf != Leaf.TORQUE_EMPTY && leaf != Leaf.THRUST_EMPTY;
        problem = column.read(json, steps ? limits.maxSteps() : limits.maxSamples(), needed, leaf.label());
    }

    /** Null counts as absent; what is neither null nor text is no date-time, as the empty text is none. */
    private void timestamp(final JsonCursor json) throws NotJsonException {
        final JsonToken token = json.token();
        json.skipChildren();
        if (token == JsonToken.VALUE_STRING) {
            json.text(timestamp);
        } else if (token != JsonToken.VALUE_NULL) {
            timestamp.set("");
        }
    }

    private void keep(final Leaf leaf) {
        switch (leaf) {
            case MACHINE_ID -> {
                if (!part.machineId.isPresent()) {
                    part.machineId.set(id);
                }
            }
            case RESULT_ID, POSITION_RESULT_ID, COUNTER -> {
                if (!mainId.isPresent()) {
                    mainId.set(id);
                    mainTimestamp.set(timestamp);
                }
            }
            default -> {
                if (!spareId.isPresent()) {
                    spareId.set(id);
                    spareTimestamp.set(timestamp);
                }
            }
        }
    }

    /** Writes into the part what identifies it, as far as it was read. */
    void identify() {
        if (part.kind == PartKind.HEADS) {
            part.counter.set(mainId);
            part.headId.set(spareId);
        } else {
            part.resultId.set(mainId.isPresent() ? mainId : spareId);
        }
        final ReusedText own = mainId.isPresent() ? mainTimestamp : spareTimestamp;
        part.sourceTimestamp.set(own.isPresent() ? own : firstTimestamp);
    }

    /** Whether the part is usable, once all of it was read; makes its curves one length and its depth positive. */
    Problem conclude() {
        if (part.kind == PartKind.OTHER) {
            return null;
        }
        if (!mainId.isPresent() && !spareId.isPresent()) {
            return part.kind == PartKind.HEADS
                ? new Problem(Reason.NO_HEAD, "neither LifeTimeCycleCounter nor SerialNumber")
                : new Problem(Reason.NO_RESULT_ID, part.kind == PartKind.TRACE ? "no StepResultId" : "no ResultId");
        }
        if (!part.sourceTimestamp.isPresent() || !Numbers.looksLikeDateTime(part.sourceTimestamp)) {
            return new Problem(
                Reason.NO_TIMESTAMP, part.sourceTimestamp.isPresent() ? "SourceTimestamp is no date-time" : "no SourceTimestamp");
        }
        if (curvesWanted && part.kind == PartKind.RESULT) {
            part.stepCount = part.stepCode.length();
            part.torqueEmptyA.padTo(part.stepCount);
            part.thrustEmptyA.padTo(part.stepCount);
        }
        return curvesWanted && part.kind == PartKind.TRACE ? concludeCurves() : null;
    }

    private Problem concludeCurves() {
        final int samples = part.positionMm.length();
        final Leaf missing = samples == 0 ? Leaf.POSITION
            : part.torqueA.length() == 0 ? Leaf.TORQUE
            : part.step.length() == 0 ? Leaf.STEP : null;
        if (missing != null) {
            return new Problem(Reason.NO_CURVE, missing.label());
        }
        if (part.torqueA.length() != samples || part.step.length() != samples) {
            return new Problem(
                Reason.LENGTH_MISMATCH, "position " + samples + ", torque " + part.torqueA.length() + ", step " + part.step.length());
        }
        if (part.thrustA.length() != samples) {
            part.thrustA.clear();
            part.thrustA.padTo(samples);
        }
        if (part.positionMm.sum() < 0) {
            part.positionMm.negate();
        }
        part.sampleCount = samples;
        return null;
    }

    private FloatColumn columnOf(final Leaf leaf) {
        if (leaf == null) {
            return null;
        }
        return switch (leaf) {
            case STEP_CODE -> part.stepCode;
            case TORQUE_EMPTY -> part.torqueEmptyA;
            case THRUST_EMPTY -> part.thrustEmptyA;
            case POSITION -> part.positionMm;
            case TORQUE -> part.torqueA;
            case THRUST -> part.thrustA;
            case STEP -> part.step;
            default -> null;
        };
    }

    private boolean nextField(final JsonCursor json) throws NotJsonException {
        return problem == null && json.next() == JsonToken.FIELD_NAME;
    }
}

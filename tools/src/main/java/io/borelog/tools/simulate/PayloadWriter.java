package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Renders a {@link Hole} as the gateway's Result, Trace or Heads message, in the hole's dialect. Pure: same hole, same bytes.
 * One per sending thread; not thread-safe, since the buffer is reused.
 */
public final class PayloadWriter {
    private static final String NODE = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.";
    private static final String RESULTS = ".ResultManagement.Results.0.";
    private static final String STEP_VALUES = "ResultContent.StepResults.0.StepResultValues.";
    private static final String HEADS = ".AssetManagement.Assets.Heads.0.";
    private static final String CUSTOMER = "SIMULATED";
    private static final int SAMPLE_RATE_HZ = 100;
    private static final int RECIPE_ID = 201;
    private static final int RECIPE_VERSION = 12;

    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1 << 19);
    private final Thousandths thousandths = new Thousandths();
    private JsonGenerator json;
    private String timestamp;
    private String prefix;

    /** Text of a whole second, as every gateway writes it. */
    public static String instant(final long epochS) {
        return Instant.ofEpochSecond(epochS).toString();
    }

    /**
     * @param resend 0 for the first sending; a later one differs in MessageId only
     * @return a new array, for the caller to keep
     */
    public byte[] write(final Hole hole, final Part part, final int resend) {
        buffer.reset();
        timestamp = instant(hole.sourceEpochS);
        try (JsonGenerator generator = factory.createGenerator(buffer)) {
            json = generator;
            openEnvelope(hole, part, resend);
            switch (part) {
                case RESULT -> result(hole);
                case TRACE -> trace(hole);
                case HEADS -> heads(hole);
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);       // cannot be: the sink is memory
        }
        return buffer.toByteArray();
    }

    private void openEnvelope(final Hole hole, final Part part, final int resend) throws IOException {
        json.writeStartObject();
        json.writeStringField("MessageId", HoleIdentity.messageId(hole.seed, hole.number, part, resend));
        json.writeStringField("MessageType", "ua-data");
        json.writeStringField("PublisherId", hole.toolbox);
        json.writeObjectFieldStart("Messages");
        if (hole.dialect.stringIds()) {
            json.writeStringField("DataSetWriterId", hole.tool);
        } else {
            json.writeNumberField("DataSetWriterId", 1);
        }
        json.writeNumberField("SequenceNumber", hole.sourceEpochS * 1000 + part.ordinal());
        json.writeStringField("Timestamp", timestamp);
        json.writeStringField("MessageType", "ua-keyframe");
        json.writeObjectFieldStart("Payload");
        prefix = NODE + hole.tool + (part == Part.HEADS ? HEADS : RESULTS);
    }

    private void result(final Hole hole) throws IOException {
        final boolean strings = hole.dialect.stringIds();
        final String suffix = hole.dialect.measuredSuffix();
        final List<Step> steps = hole.model.steps();
        string("ResultMetaData.CreationTime", strings ? timestamp : instant(hole.sourceEpochS + 3600));
        id("ResultMetaData.SerialNumber", strings, strings ? 0 : hole.motorSerial);
        if (strings) {
            string("ResultMetaData.CustomerInformation", CUSTOMER);
        }
        string("ResultMetaData.InternalRecipeType", "Standard");
        id("ResultMetaData.InternalRecipeId", strings, RECIPE_ID);
        id("ResultMetaData.InternalRecipeVersion", false, RECIPE_VERSION);
        perStep(STEP_VALUES + "IntensityTorqueEmpty" + suffix, steps,
            step -> HoleSampler.thousandths(step.torqueEmptyA(), HoleSampler.TORQUE_RESOLUTION_A));
        perStep(STEP_VALUES + "IntensityThrustEmpty" + suffix, steps,
            step -> HoleSampler.thousandths(step.thrustEmptyA(), HoleSampler.THRUST_RESOLUTION_A));
        if (strings) {
            perStep(STEP_VALUES + "StepNumber" + suffix, steps, step -> 1000.0 * step.code());
        }
        perStep(STEP_VALUES + "StopCode" + suffix, steps, step -> 1000.0 * step.stopCode());
        decimal("ResultContent.OverallResultValues.CycleTime" + suffix, hole.samples * 10 + 1_870);
        id("ResultMetaData.ResultId", strings, hole.resultId);
        evaluation(strings);
        decimal("ResultMetaData.Distance", hole.positionUm[0]);
        if (!strings) {
            perStep(STEP_VALUES + "StepNumber", steps, step -> 1000.0 * step.code());
        }
        perStep(STEP_VALUES + "M1MaxAmperage" + suffix, steps, step -> maximum(hole, step, hole.torqueMilliA));
        perStep(STEP_VALUES + "M2MaxAmperage" + suffix, steps, step -> maximum(hole, step, hole.thrustMilliA));
        perStep(STEP_VALUES + "M1Distance" + suffix, steps, step -> 0.0);
        perStep(STEP_VALUES + "M2Distance" + suffix, steps, step -> 1000.0 * (step.toMm() - step.fromMm()));
        perStep(STEP_VALUES + "GapMax" + suffix, steps, step -> maximum(hole, step, hole.gapUm));
        perStep(STEP_VALUES + "Duration" + suffix, steps, step -> 10.0 * step.samples());
    }

    private void evaluation(final boolean strings) throws IOException {
        open("ResultMetaData.ResultEvaluation");
        if (strings) {
            json.writeString("OK");
        } else {
            json.writeBoolean(true);
        }
        close();
    }

    private static double maximum(final Hole hole, final Step step, final int[] curve) {
        int maximum = 0;
        for (int i = 0; i < hole.samples; i++) {
            if (hole.stepCode[i] == step.code()) {
                maximum = Math.max(maximum, curve[i]);
            }
        }
        return maximum;
    }

    private void trace(final Hole hole) throws IOException {
        curve(hole, "PositionTrace", hole.positionUm, -1, true);
        curve(hole, "IntensityTorqueTrace", hole.torqueMilliA, 1, true);
        curve(hole, "IntensityThrustTrace", hole.thrustMilliA, 1, true);
        curve(hole, "StepNumberTrace", hole.stepCode, 1000, true);
        curve(hole, "PowerTrace", hole.powerW, 1000, hole.dialect.writesPower());
        curve(hole, "GapLengthTrace", hole.dialect.writesGap() ? hole.gapUm : null, 1, true);
    }

    /** @param values null for a curve of nulls; else in thousandths after multiplication by {@code factor} */
    private void curve(final Hole hole, final String name, final int[] values, final int factor, final boolean withValues)
        throws IOException {
        final String path = "ResultContent.Trace.StepTraces." + name;
        id(path + ".StepResultId", hole.dialect.stringIds(), hole.resultId);
        id(path + ".SamplingInterval", false, SAMPLE_RATE_HZ);
        if (!withValues) {
            return;
        }
        open(path + ".StepTraceContent[0].Values");
        json.writeStartArray();
        for (int i = 0; i < hole.samples; i++) {
            if (values == null) {
                json.writeNull();
            } else {
                thousandths.write(json, factor * values[i]);
            }
        }
        json.writeEndArray();
        close();
    }

    private void heads(final Hole hole) throws IOException {
        final boolean strings = hole.dialect.stringIds();
        if (strings) {
            id("Identification.DefaultInstanceBrowseName", false, RECIPE_ID);
            string("Identification.Model", "Concentric Collet");
        } else {
            string("Identification.Model", "Concentric Collet");
            string("Identification.DefaultInstanceBrowseName", RECIPE_ID + "-S1-SIM");
        }
        string("Identification.SerialNumber", hole.headId);
        id("LifetimeCounters.0.LifeTimeCycleCounter", false, hole.resultId);
        if (strings) {
            string("Identification.CustomerInformation", CUSTOMER);
        }
    }

    private void open(final String path) throws IOException {
        json.writeObjectFieldStart(prefix + path);
        json.writeFieldName("Value");
    }

    private void close() throws IOException {
        json.writeStringField("SourceTimestamp", timestamp);
        json.writeEndObject();
    }

    private void string(final String path, final String value) throws IOException {
        open(path);
        json.writeString(value);
        close();
    }

    private void id(final String path, final boolean asString, final int value) throws IOException {
        open(path);
        if (asString) {
            json.writeString(Integer.toString(value));
        } else {
            json.writeNumber(value);
        }
        close();
    }

    private void decimal(final String path, final int value) throws IOException {
        open(path);
        thousandths.write(json, value);
        close();
    }

    /** An array with one value per step, or a bare value where there is one step, as gateways do. */
    private void perStep(final String path, final List<Step> steps, final ToDoubleFunction<Step> value) throws IOException {
        open(path);
        if (steps.size() > 1) {
            json.writeStartArray();
        }
        for (final Step step : steps) {
            thousandths.write(json, (int) Math.round(value.applyAsDouble(step)));
        }
        if (steps.size() > 1) {
            json.writeEndArray();
        }
        close();
    }
}

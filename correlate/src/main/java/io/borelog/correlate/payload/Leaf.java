package io.borelog.correlate.payload;

import java.nio.charset.StandardCharsets;

/**
 * The payload entries we read, by the end of their path. Namespace and device vary between gateways and are not looked at, nor is
 * the suffix {@code .MeasuredValue} that gateways append since June 2025.
 */
enum Leaf {
    RESULT_ID(PartKind.RESULT, ".ResultMetaData.ResultId"),
    MACHINE_ID(PartKind.RESULT, ".ResultMetaData.SerialNumber"),
    STEP_CODE(PartKind.RESULT, ".StepResultValues.StepNumber"),
    TORQUE_EMPTY(PartKind.RESULT, ".StepResultValues.IntensityTorqueEmpty"),
    THRUST_EMPTY(PartKind.RESULT, ".StepResultValues.IntensityThrustEmpty"),
    POSITION_RESULT_ID(PartKind.TRACE, ".StepTraces.PositionTrace.StepResultId"),
    OTHER_RESULT_ID(PartKind.TRACE, "Trace.StepResultId"),
    POSITION(PartKind.TRACE, ".StepTraces.PositionTrace.StepTraceContent[0].Values"),
    TORQUE(PartKind.TRACE, ".StepTraces.IntensityTorqueTrace.StepTraceContent[0].Values"),
    THRUST(PartKind.TRACE, ".StepTraces.IntensityThrustTrace.StepTraceContent[0].Values"),
    STEP(PartKind.TRACE, ".StepTraces.StepNumberTrace.StepTraceContent[0].Values"),
    COUNTER(PartKind.HEADS, ".LifeTimeCycleCounter"),
    HEAD_ID(PartKind.HEADS, ".Identification.SerialNumber");

    private static final byte[] OPTIONAL_SUFFIX = ".MeasuredValue".getBytes(StandardCharsets.US_ASCII);
    private static final Leaf[] LEAVES = values();

    private final PartKind kind;
    private final byte[] pathEndBytes;
    private final String label;

    Leaf(final PartKind kind, final String pathEnd) {
        this.kind = kind;
        pathEndBytes = pathEnd.getBytes(StandardCharsets.US_ASCII);
        final String path = pathEnd.replace(".StepTraceContent[0].Values", "");
        label = path.substring(path.lastIndexOf('.') + 1);
    }

    /** Short name for people: the path's element that tells it apart. */
    String label() {
        return label;
    }

    /** The entry that the name under the cursor means in a message of that kind, or null when it is none of ours. */
    static Leaf of(final PartKind kind, final JsonCursor cursor) {
        for (final Leaf leaf : LEAVES) {
            if (leaf.kind == kind && cursor.textEndsWith(leaf.pathEndBytes, OPTIONAL_SUFFIX)) {
                return leaf;
            }
        }
        return null;
    }
}

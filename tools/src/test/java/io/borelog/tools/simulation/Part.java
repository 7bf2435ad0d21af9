package io.borelog.tools.simulation;

/** What a simulated tool sends: its topic's end and payload in the field's shape, as small as they can be. */
enum Part {
    RESULT("ResultManagement"),
    TRACE("ResultManagement/Trace"),
    HEADS("AssetManagement/Heads"),
    /** Of no interest to the join. */
    OTHER("Monitoring/Status"),
    /** A Result that cannot be read. */
    BROKEN("ResultManagement");

    private static final String PREFIX = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.t.";
    private static final String RESULTS = PREFIX + "ResultManagement.Results.0.";
    private static final String CURVES = RESULTS + "ResultContent.Trace.StepTraces.";
    private static final String ASSET = PREFIX + "AssetManagement.Assets.Heads.0.";

    private final String topicEnd;

    Part(final String topicEnd) {
        this.topicEnd = topicEnd;
    }

    String topic(final String tool) {
        return "OPCPUBSUB/box/" + tool + "/" + topicEnd;
    }

    /** @param torqueA the curve, of which the first value tells the simulated model what to do */
    String payload(final int resultId, final String timestamp, final String headId, final float[] torqueA) {
        return switch (this) {
            case RESULT -> envelope(timestamp, RESULTS + "ResultMetaData.ResultId", "" + resultId);
            case TRACE -> envelope(timestamp, CURVES + "PositionTrace.StepResultId", "" + resultId,
                CURVES + "PositionTrace.StepTraceContent[0].Values", curve(torqueA.length, null),
                CURVES + "IntensityTorqueTrace.StepTraceContent[0].Values", curve(torqueA.length, torqueA),
                CURVES + "StepNumberTrace.StepTraceContent[0].Values", curve(torqueA.length, new float[torqueA.length]));
            case HEADS -> envelope(timestamp, ASSET + "LifeTimeCycleCounter", "" + resultId,
                ASSET + "Identification.SerialNumber", '"' + headId + '"');
            case OTHER -> "{}";
            case BROKEN -> "{\"Messages\":";
        };
    }

    private static String envelope(final String timestamp, final String... keysAndValues) {
        final StringBuilder text = new StringBuilder("{\"Messages\":{\"Payload\":{");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            text.append(i == 0 ? "" : ",").append('"').append(keysAndValues[i]).append("\":{\"Value\":").append(keysAndValues[i + 1])
                .append(",\"SourceTimestamp\":\"").append(timestamp).append("\"}");
        }
        return text.append("}}}").toString();
    }

    /** @param values null for the depth in steps of a quarter mm */
    private static String curve(final int count, final float[] values) {
        final StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(values == null ? i * .25f : values[i]);
        }
        return text.append(']').toString();
    }
}

package io.borelog.tools.simulate;

/** The two generations of gateway payloads seen in the field. */
public enum Dialect {
    /** Numeric ids and writer id, 19 Result keys, no Power values, measured gap. */
    GATEWAY_2024(false),
    /** String ids, the writer id is the tool, {@code .MeasuredValue} on result leaves, 20 Result keys, Power, all-null gap. */
    GATEWAY_2025(true);

    private final boolean stringIds;

    Dialect(final boolean stringIds) {
        this.stringIds = stringIds;
    }

    boolean stringIds() {
        return stringIds;
    }

    boolean writesPower() {
        return stringIds;
    }

    boolean writesGap() {
        return !stringIds;
    }

    String measuredSuffix() {
        return stringIds ? ".MeasuredValue" : "";
    }
}

package io.borelog.tools.simulate;

/** The three messages of one hole, in the order a gateway sends them. */
public enum Part {
    RESULT("result", "ResultManagement"),
    TRACE("trace", "ResultManagement/Trace"),
    HEADS("heads", "AssetManagement/Heads");

    /** Number of parts; {@code values()} allocates. */
    static final int COUNT = 3;

    private static final Part[] ALL = values();

    private final String label;
    private final String topicSuffix;

    Part(final String label, final String topicSuffix) {
        this.label = label;
        this.topicSuffix = topicSuffix;
    }

    static Part at(final int ordinal) {
        return ALL[ordinal];
    }

    public String label() {
        return label;
    }

    public String topic(final String toolbox, final String tool) {
        return "OPCPUBSUB/" + toolbox + '/' + tool + '/' + topicSuffix;
    }
}

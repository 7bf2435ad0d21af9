package io.borelog.tools.capacity;

import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageName;

/** What each stage is measured by. All but infer are one process, because one order of everything is what they make. */
enum SizedStage {
    INGEST(StageName.INGEST, "message", StageCounter.RECORDS_OUT, 1),
    /** Everything in inbound, a tick in each second of silence too. */
    CORRELATE(StageName.CORRELATE, "record", StageCounter.RECORDS_IN, 1),
    INFER(StageName.INFER, "hole", StageCounter.RECORDS_OUT, 1.0 / SizedStage.MESSAGES_OF_A_HOLE),
    /** Of a hole it tells three. */
    PUBLISH(StageName.PUBLISH, "message", StageCounter.RECORDS_OUT, 1);

    static final int MESSAGES_OF_A_HOLE = 3;

    private final String stage;
    private final String unit;
    private final StageCounter counter;
    private final double perMessage;

    SizedStage(final String stage, final String unit, final StageCounter counter, final double perMessage) {
        this.stage = stage;
        this.unit = unit;
        this.counter = counter;
        this.perMessage = perMessage;
    }

    String stage() {
        return stage;
    }

    String unit() {
        return unit;
    }

    StageCounter counter() {
        return counter;
    }

    /** Units that one message of a tool is, on average. */
    double perMessage() {
        return perMessage;
    }

    boolean isScalable() {
        return this == INFER;
    }

    boolean hasProcess(final String process) {
        return process.equals(stage) || isScalable() && process.matches(stage + "-\\d+");
    }
}

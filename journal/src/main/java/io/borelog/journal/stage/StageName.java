package io.borelog.journal.stage;

import io.borelog.journal.log.Journals;

/** Which stage writes which journal: one each. */
public final class StageName {
    public static final String INGEST = "ingest";
    public static final String CORRELATE = "correlate";
    public static final String INFER = "infer";
    public static final String PUBLISH = "publish";

    private StageName() {
    }

    /** Name of a process: {@code infer-2}, or the stage's own name where there is only one. */
    public static String process(final String stage, final int instance) {
        return stage.equals(INFER) ? stage + "-" + instance : stage;
    }

    /** The process that writes this journal. */
    public static String writerOf(final String journal) {
        return switch (journal) {
            case Journals.INBOUND -> INGEST;
            case Journals.MATCHED -> CORRELATE;
            case Journals.OUTBOUND -> PUBLISH;
            default -> INFER + journal.substring(Journals.ESTIMATED.length());
        };
    }
}

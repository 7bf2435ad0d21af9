package io.borelog.journal.stage;

import io.borelog.journal.log.Journals;

/** Which stage writes which journal: one each. */
public final class StageName {
    public static final String INGEST = "ingest";
    public static final String CORRELATE = "correlate";
    public static final String INFER = "infer";
    public static final String PUBLISH = "publish";
    private static final String INFER_SHADOW = "infer-shadow";
    /** Instance of infer that answers for nobody. */
    public static final int SHADOW = -1;

    private StageName() {
    }

    /** Name of a process: {@code infer-2}, {@code infer-shadow}, or the stage's own name where there is only one. */
    public static String process(final String stage, final int instance) {
        if (!stage.equals(INFER)) {
            return stage;
        }
        return instance == SHADOW ? INFER_SHADOW : stage + "-" + instance;
    }

    /** The process that writes this journal. */
    public static String writerOf(final String journal) {
        return switch (journal) {
            case Journals.INBOUND -> INGEST;
            case Journals.MATCHED -> CORRELATE;
            case Journals.OUTBOUND -> PUBLISH;
            case Journals.SHADOW -> INFER_SHADOW;
            default -> INFER + journal.substring(Journals.ESTIMATED.length());
        };
    }
}

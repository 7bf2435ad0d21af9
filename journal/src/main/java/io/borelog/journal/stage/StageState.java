package io.borelog.journal.stage;

/** Where a stage is in its life. The ordinal is in the stage file. */
public enum StageState {
    /** No process, or one that died without a word. */
    DOWN,
    /** Opening, recovering, comparing. */
    STARTING,
    /** At work. */
    READY,
    /** Alive and held up: disk full, broker gone. */
    WAITING,
    /** Ended by a signal, everything forced. */
    STOPPED,
    /** Ended by an error; the distinct errors say which. */
    FAILED;

    private static final StageState[] VALUES = values();

    public static StageState of(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : DOWN;
    }
}

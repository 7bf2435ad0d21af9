package io.borelog.journal.stage;

/** Every counter of every stage: one writer, the stage's thread; readers outside the process. The ordinal is in the stage file. */
public enum StageCounter {
    RECORDS_IN("records consumed"),
    RECORDS_OUT("records appended that count: messages, holes, estimates, outs"),
    BYTES_IN("payload bytes consumed"),
    BYTES_OUT("record bytes appended"),
    IN_INDEX("index of the newest record consumed, for lag"),
    IN_SEQ("seq of the newest record consumed"),
    DUPLICATES("messages recognised as already known"),
    DEAD_LETTERS("messages that will not be worked on"),
    IGNORED("messages that are not ours to join"),
    PENDING("messages waiting for a partner"),
    TOOLS("tools whose state is held"),
    CONNECTIONS("open connections"),
    SESSIONS("sessions, connected or not"),
    IN_FLIGHT("messages between a peer and a journal, or a journal and a peer"),
    RING_FULL("times a reader of sockets had to be stopped"),
    REFUSED("publishes or connections refused with a reason"),
    FORCES("forces of the journal"),
    RECONNECTS("connections to a peer that were made again"),
    NEGATIVE_DEPTHS("estimates with a negative depth"),
    ERRORS("errors observed"),
    CYCLE_MAX_NS("longest duty cycle since start, ns"),
    CYCLE_STALLS("duty cycles longer than 100 ms"),
    CONFIG_SEQ("seq of the newest CONFIG, the one in force"),
    BUSY_NS("time in duty cycles that found work, ns: what the work takes, without any waiting for it"),
    PASSED_SEQ("seq of its input up to which all that came of it is forced");

    private final String sentence;

    StageCounter(final String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}

package io.borelog.tools.simulation;

/** Deliberate mistakes, each of which the checks must catch: made in the wiring around the stages, never in them. */
enum Mutation {
    NONE("the program as it is"),
    ACK_BEFORE_FORCE("ingest acks what is appended and not yet forced"),
    READ_PAST_LIMIT("correlate reads inbound past the durable limit"),
    RESUME_AT_OWN_OUTPUT("correlate resumes after its own last output, not at a snapshot"),
    STATE_SURVIVES("correlate goes on with the live state of the process before, which a record had changed before its outputs were there"),
    SEQ_REUSED("the epoch does not rise when a journal is opened"),
    OPEN_NOT_FORCED("an OPEN is not forced before its epoch's limit shows"),
    TIME_ACROSS_OPEN("journal time advances while ingest is down"),
    SNAPSHOT_BETWEEN_OUTPUTS("a snapshot is taken between two outputs of one record"),
    PARTIAL_SNAPSHOT("a snapshot of which tools are missing is accepted"),
    SENT_BEFORE_FORCE("the external broker is told what is appended and not yet forced"),
    OWNER_BY_NEWEST_CONFIG("the owner of a hole is found by the newest CONFIG, not by the one in force"),
    CONFIG_UNDONE("a restart of ingest goes back to the file's settings"),
    CRASH_NOT_FORCED("a crash verdict is not forced before the limit shows it"),
    RETIRED_WORKER_STOPPED("a worker that the last CONFIG does not name is not started any more"),
    MESSAGE_COUNT_FORGOTTEN("publish resumes behind the origin in which it was killed, not inside it"),
    MARK_ASSUMED("publish takes what outbound has for what the external broker has taken");

    private final String sentence;

    Mutation(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return name() + ": " + sentence;
    }
}

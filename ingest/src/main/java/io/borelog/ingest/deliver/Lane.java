package io.borelog.ingest.deliver;

/** One subscriber's place in one journal. Delivery thread. */
final class Lane {
    /** Where it stands. */
    enum State {
        /** No subscription. */
        NONE,
        /** At the end, moved by the journal's walk. */
        LIVE,
        /** Connected, reading from a place of its own. */
        BEHIND,
        /** Its client is away. */
        AWAY
    }

    final Subscriber subscriber;
    final int journal;
    State state = State.NONE;
    /** Everything up to this seq is handled; while LIVE the walk's own position counts instead. */
    long position;
    /** Up to here records were handled before the client came back: only what is in flight is sent again. */
    long handledBefore;
    /** Index of the first record that was not taken, to find it again quickly; -1 = unknown. */
    long hintIndex = -1;
    /** The reader that is at this lane's place, or null. */
    CatchUp reader;

    Lane(final Subscriber subscriber, final int journal) {
        this.subscriber = subscriber;
        this.journal = journal;
    }
}

package io.borelog.journal.log;

/** Where a writer tells its readers how far they may go. Implemented by the stage file; in the simulation by the journal itself. */
public interface DurableLimit {
    /** Everything up to this seq may be read. */
    void publish(long seq);

    /** What an earlier writer has published in this boot, and readers go by now; 0 where there is nothing. */
    default long published() {
        return 0;
    }

    /** Set before a force and cleared after its success: found set, the last force may have lost what it was to write. */
    void forcing(boolean inProgress);

    /** Whether the journal's tail may be torn: the last writer ran in another boot, or died in or of a force. Until the next success. */
    boolean tailIsSuspect();

    /** The same where the force was cut short by a kill, in this boot: the page cache still has all that was written. */
    default boolean wasKilledInForce() {
        return false;
    }

    /** A force has failed: what is in the page cache proves nothing any more. Until the next success. */
    default void forceFailed() {
    }

    /** The appender waits for space; called now and then while it lasts, so that the stage shows life. */
    void waiting(boolean forSpace);

    /** Everything up to this seq was forced, in this boot. */
    void forced(long seq);

    /** Seq that is known to have been forced, in whatever boot; the truth may be further on. 0 where nothing is known. */
    long everForced();
}

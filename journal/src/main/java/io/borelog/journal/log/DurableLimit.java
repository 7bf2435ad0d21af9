package io.borelog.journal.log;

/** Where a writer tells its readers how far they may go. Implemented by the stage file; in the simulation by the journal itself. */
public interface DurableLimit {
    /** Everything up to this seq may be read. */
    void publish(long seq);

    /** Set before a force and cleared after its success: found set, the last force may have lost what it was to write. */
    void forcing(boolean inProgress);

    /** Whether the journal's tail may be torn: the last writer ran in another boot, or died in or of a force. Until the next success. */
    boolean tailIsSuspect();

    /** The appender waits for space; called now and then while it lasts, so that the stage shows life. */
    void waiting(boolean forSpace);

    /** Everything up to this seq was forced, in this boot. */
    void forced(long seq);

    /** Seq that is known to have been forced, in whatever boot; the truth may be further on. 0 where nothing is known. */
    long everForced();
}

package io.borelog.publish;

import io.borelog.journal.log.JournalTailer;

/** Where the workers' journals are: directories beside {@code matched}, or the simulation's memory. */
public interface WorkerJournals {
    /** Whether worker k has a journal; may turn true at any time. */
    boolean exists(int worker);

    /** A reader of it, which need not exist yet. */
    JournalTailer tail(int worker);
}

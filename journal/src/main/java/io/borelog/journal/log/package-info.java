/**
 * The journal is all that stages share. Chronicle Queue is opened here and nowhere else; the rest of the house sees
 * {@link io.borelog.journal.log.JournalAppender} and {@link io.borelog.journal.log.JournalTailer}.
 *
 * <p>One journal has one appender, guarded by a file lock of our own; any number of tailers in any process. Files roll by bytes behind a
 * synthetic time provider: cycle n is the "day" n after 1970, so file names look like dates and mean a count.
 * {@link io.borelog.journal.log.InMemoryJournal} is the same thing without files, for the simulation.
 */
package io.borelog.journal.log;

package io.borelog.journal.log;

import io.borelog.journal.record.RecordView;

/** A reader that keeps its place. Never passes the limit that the journal's writer has published. Used by one thread. */
public interface JournalTailer extends AutoCloseable {
    /**
     * Moves to the next record.
     *
     * @return false where nothing is readable now
     * @throws CorruptRecordException naming the index of a record that cannot be read; the next call goes on behind it
     * @throws BrokenChainException   where no call will go on
     */
    boolean next();

    /** The record that {@link #next()} moved to, valid until the next call of this tailer. */
    RecordView record();

    /** The next record will be the first that exists. */
    void toStart();

    /** The next record will be the first that is appended from now on. */
    void toEnd();

    /** The next record will be the one at this index. @return false where there is none; the place is then undefined. */
    boolean seekIndex(long index);

    /** The next record will be the first with this seq or a later one. O(log n). */
    void seekSeq(long seq);

    /** The next record will be the first whose wall time is this or later. O(log n). */
    void seekWallTime(long wallTimeNs);

    /**
     * The next record will be the OPEN or HEAD at which the cycle file begins that has the first record of this origin or a later one:
     * what is read from there on tells the CONFIG in force, and records of older origins come first. Start where there is none.
     */
    void seekBeforeOrigin(long originSeq);

    /**
     * For a reader that finds nothing though its limit says that there is more: reads the raw files from its place on, which takes a while.
     *
     * @throws BrokenChainException where one record does not lead to the next
     */
    void requireWhole();

    /** Seq up to which records may be read now; 0 = nothing yet. */
    long limit();

    /** Records from this index, itself included, to the newest; for lag. */
    long countFrom(long index);

    /** Index of the oldest record, or -1 where the journal is empty. */
    long firstIndex();

    /** Index of the newest record, or -1 where the journal is empty. */
    long lastIndex();

    @Override
    void close();
}

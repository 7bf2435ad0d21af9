package io.borelog.tools;

import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.CloseHelper;

/**
 * Reads one journal, or those of all workers as one in the order of origins. Where one of several has nothing more to say now, the others
 * go on: beside live writers the order is that of arrival. A corrupt record is told and passed. One thread.
 */
final class MergedReader implements AutoCloseable {
    private final List<Source> sources = new ArrayList<>();
    private final Consumer<CorruptRecordException> corrupt;
    private Source current;

    private static final class Source {
        private final String journal;
        private final JournalTailer tailer;
        /** Newest index when the reader was opened: without following, it stops there. */
        private final long lastIndex;
        private boolean loaded;

        private Source(final String journal, final JournalTailer tailer) {
            this.journal = journal;
            this.tailer = tailer;
            this.lastIndex = tailer.lastIndex();
        }
    }

    /** @param corrupt told of each record that cannot be read; the reader goes on behind it */
    MergedReader(final DataDirectory data, final List<String> journals, final Consumer<CorruptRecordException> corrupt) {
        this.corrupt = corrupt;
        journals.forEach(journal -> sources.add(new Source(journal, data.tail(journal))));
    }

    void seek(final Position position) {
        sources.forEach(source -> {
            position.seek(source.tailer, source.journal);
            source.loaded = false;
        });
    }

    /** The next records will be the last {@code count} of each journal, or all where it has fewer. O(log n). */
    void seekLast(final long count) {
        sources.forEach(source -> {
            seekLast(source.tailer, source.lastIndex, count);
            source.loaded = false;
        });
    }

    private void seekLast(final JournalTailer tailer, final long lastIndex, final long count) {
        long remaining = count;
        if (lastIndex < 0 || remaining <= 0 || !tailer.seekIndex(lastIndex) || !next(tailer)) {
            tailer.toStart();
            return;
        }
        long seq = tailer.record().seq();
        while (Seq.counter(seq) < remaining - 1) { // the epoch is too short: into the one before it
            remaining -= Seq.counter(seq) + 1;
            tailer.seekSeq(Seq.first(Seq.epoch(seq)));
            final long before = next(tailer) ? new EpochRecord().wrap(tailer.record()).lastSeq() : Seq.NONE;
            if (before == Seq.NONE) {
                tailer.toStart();
                return;
            }
            seq = before;
        }
        tailer.seekSeq(seq - remaining + 1);
    }

    /** @return false where nothing is readable now, or, unless following, where the end at opening is reached. */
    boolean next(final boolean follow) {
        if (current != null) {
            current.loaded = false;
        }
        current = null;
        for (final Source source : sources) {
            if (!source.loaded) {
                source.loaded = next(source.tailer);
            }
            if (source.loaded && (follow || source.tailer.record().index() <= source.lastIndex)
                && (current == null || isEarlier(source.tailer.record(), current.tailer.record()))) {
                current = source;
            }
        }
        return current != null;
    }

    private boolean next(final JournalTailer tailer) {
        while (true) {
            try {
                return tailer.next();
            } catch (final CorruptRecordException ex) {
                corrupt.accept(ex);
            }
        }
    }

    private static boolean isEarlier(final RecordView a, final RecordView b) {
        return Seq.compareOrigins(a.header().originSeq(), a.header().originOrdinal(),
            b.header().originSeq(), b.header().originOrdinal()) < 0; // book-keeping has origin 0 and comes first
    }

    RecordView record() {
        return current.tailer.record();
    }

    String journal() {
        return current.journal;
    }

    @Override
    public void close() {
        sources.forEach(source -> CloseHelper.close(source.tailer));
    }
}

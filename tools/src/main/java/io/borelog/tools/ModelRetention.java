package io.borelog.tools;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which models nobody can ask for any more: those that a CONFIG ceased to name before the oldest record that is left, in inbound and in
 * matched. A replay of anything that is left, and a worker however far behind, finds its model. One thread.
 */
final class ModelRetention {
    /** No copy of a model takes longer. */
    private static final long UNREADY_MS = TimeUnit.HOURS.toMillis(1);

    private final DataDirectory data;
    private final ModelStore store;

    ModelRetention(final DataDirectory data) {
        this.data = data;
        this.store = new ModelStore(data.path());
    }

    List<ModelRef> unneeded() {
        final long oldest = Math.min(oldest(Journals.INBOUND), oldest(Journals.MATCHED));
        return store.entries().stream().filter(entry -> entry.unnamedSeq() > 0 && entry.unnamedSeq() <= oldest)
            .map(ModelStore.Entry::ref).toList();
    }

    /** Looks again with the lock, because what was not named a moment ago may be now. @return what is gone */
    List<ModelRef> remove() {
        if (store.entries().isEmpty()) {
            return List.of();
        }
        try (ModelStore.Held held = store.lock()) {
            store.clean(System.currentTimeMillis() - UNREADY_MS);
            final List<ModelRef> unneeded = unneeded();
            unneeded.forEach(store::remove);
            return unneeded;
        }
    }

    /** Seq of the newest inbound record whose consequences are all older than the journal's oldest record, 0 where nothing is gone. */
    private long oldest(final String journal) {
        try (JournalTailer tailer = data.tail(journal)) {
            if (!tailer.next() || tailer.record().kind() != RecordKind.HEAD && tailer.record().kind() != RecordKind.OPEN) {
                return 0;
            }
            final EpochRecord head = new EpochRecord().wrap(tailer.record());
            return journal.equals(Journals.INBOUND) ? head.lastSeq() : head.lastOriginSeq();
        }
    }
}

package io.borelog.ingest.mqtt;

import io.borelog.ingest.deliver.SessionFiles;
import io.borelog.ingest.deliver.StoredSession;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageRunner;
import java.io.IOException;
import java.util.List;

/**
 * Sessions at start: their files, and what inbound says of QoS 2 ids since those were written. Reading that stretch twice does no harm:
 * for each id the last record decides. Stage's thread, before anybody connects.
 */
final class SessionRecovery {
    private final MessageRecord message = new MessageRecord();
    private final StageContext context;
    private final SessionFiles files;

    SessionRecovery(final StageContext context, final SessionFiles files) {
        this.context = context;
        this.files = files;
    }

    List<StoredSession> recover(final Sessions sessions) {
        final StageFile stageFile = context.stageFile();
        try {
            final List<StoredSession> stored =
                files.load(Limits.MAX_WINDOW, ex -> StageRunner.record(stageFile, stageFile.errorLog(), ex));
            stored.forEach(sessions::restore);
            if (!stored.isEmpty()) {
                final long oldest = stored.stream().mapToLong(session -> session.state().since()).min().orElseThrow();
                replay(sessions, Math.max(oldest, files.mark()));
            }
            return stored;
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read the sessions: " + ex, ex);
        }
    }

    private void replay(final Sessions sessions, final long from) {
        try (JournalTailer inbound = context.tailOwn(Journals.INBOUND)) {
            inbound.seekSeq(from);
            while (next(inbound)) {
                final RecordView record = inbound.record();
                if (record.seq() > from && (record.kind() == RecordKind.MESSAGE || record.kind() == RecordKind.RELEASED)) {
                    apply(sessions, record);
                }
            }
        }
    }

    private boolean next(final JournalTailer inbound) {
        while (true) {
            try {
                return inbound.next();
            } catch (final CorruptRecordException ex) {
                // named by verify, made a dead letter by correlate; here it is only a record less
            } catch (final BrokenChainException ex) {
                StageRunner.record(context.stageFile(), context.stageFile().errorLog(), ex); // correlate ends with it
                return false;
            }
        }
    }

    private void apply(final Sessions sessions, final RecordView record) {
        message.wrap(record);
        if (message.qos() != 2 || message.packetId() == 0) {
            return;
        }
        final Session session = sessions.get(message.clientId());
        if (session != null && record.seq() > session.since) {
            if (record.kind() == RecordKind.MESSAGE) {
                session.qos2.restore(message.packetId());
            } else {
                session.qos2.forget(message.packetId());
            }
        }
    }
}

package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.Cycle;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The newest CONFIG of inbound, also where ingest is down: its stage file says where, or else the newest cycle file is read. */
final class ConfigInForce {
    private ConfigInForce() {
    }

    /** @return empty where inbound has none yet. */
    static DecidingConfig read(final DataDirectory data) {
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            final long seq = seq(data);
            if (seq > 0) {
                inbound.seekSeq(seq);
                if (inbound.next() && inbound.record().seq() == seq && inbound.record().kind() == RecordKind.CONFIG) {
                    return config(inbound.record());
                }
            }
            return search(inbound, data.path().resolve(Journals.INBOUND));
        }
    }

    /** Seq of the CONFIG in force as ingest says, 0 where it never ran. Changes whenever what is in force does. */
    static long seq(final DataDirectory data) {
        try (StageFile ingest = data.stageFile(StageName.INGEST)) {
            return ingest == null ? 0 : ingest.get(StageCounter.CONFIG_SEQ);
        }
    }

    /** The newest cycle begins with the CONFIG in force there. */
    private static DecidingConfig search(final JournalTailer inbound, final Path directory) {
        final List<Cycle> sealed;
        try {
            sealed = Files.isDirectory(directory) ? Cycles.sealed(directory) : List.of();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + directory + ": " + ex.getMessage(), ex);
        }
        if (sealed.isEmpty()) {
            inbound.toStart();
        } else {
            inbound.seekSeq(sealed.get(sealed.size() - 1).lastSeq() + 1);
        }
        DecidingConfig found = DecidingConfig.parse(null);
        while (inbound.next()) {
            final DecidingConfig config = config(inbound.record());
            found = config == null ? found : config;
        }
        return found;
    }

    private static DecidingConfig config(final RecordView record) {
        final RecordKind kind = record.kind();
        if (kind == RecordKind.OPEN || kind == RecordKind.HEAD) {
            return DecidingConfig.parse(new EpochRecord().wrap(record).config());
        }
        return kind == RecordKind.CONFIG ? DecidingConfig.parse(Texts.get(record.payload(), record.payloadOffset())) : null;
    }
}

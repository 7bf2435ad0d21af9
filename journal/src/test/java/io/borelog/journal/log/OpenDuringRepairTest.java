package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer whose force has failed writes its last file anew at its next start; a reader may be opened at any moment of that. */
class OpenDuringRepairTest {
    private static final int STARTS = 15;
    private static final int RECORDS = 300;

    @TempDir
    private Path temp;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[4 << 10]);

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(temp, "inbound", 1 << 30, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 0);
    }

    @Test
    void shouldFindWhatWasPublishedWheneverAReaderIsOpened() throws Exception {
        final ExecutorService thread = Executors.newSingleThreadExecutor();
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0)) {
            final long known;
            try (JournalAppender appender = open(stageFile)) {
                for (int i = 0; i < RECORDS; i++) {
                    appender.append(RecordKind.MESSAGE, 0, 0, i, payload, 0, payload.capacity());
                }
                appender.commit();
                known = appender.lastSeq() - RECORDS / 2;
            }
            final AtomicBoolean ended = new AtomicBoolean();
            final Callable<Integer> reader = () -> {
                int opened = 0;
                while (!ended.get()) {
                    try (JournalTailer tailer = Journals.tail(temp, "inbound", stageFile::limit)) {
                        tailer.seekSeq(known);
                        assertTrue(tailer.next(), "not found by reader " + opened);
                        assertEquals(known, tailer.record().seq());
                    }
                    opened++;
                }
                return opened;
            };
            final Future<Integer> reading = thread.submit(reader);
            for (int i = 0; i < STARTS; i++) {
                stageFile.forceFailed();
                try (JournalAppender appender = open(stageFile)) {
                    appender.commit();
                }
            }
            ended.set(true);
            assertTrue(reading.get() > 0);
        } finally {
            thread.shutdownNow();
        }
    }
}

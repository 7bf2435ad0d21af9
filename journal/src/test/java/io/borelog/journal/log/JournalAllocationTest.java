package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a record allocates once warm, on real files: nothing when it is appended, committed, read, or looked up again. */
class JournalAllocationTest {
    @TempDir
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[64 << 10]);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long appended;
    private long tailed;
    private long found;

    /** Put together before Chronicle gets it; written in place; forced. Less than the 64 MB that Chronicle maps at a time. */
    @ParameterizedTest
    @CsvSource({"448, 40000, PAGE_CACHE", "17000, 1500, PAGE_CACHE", "448, 2000, DISK"})
    void shouldAllocateNothing(final int length, final int records, final Durability durability) {
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "ingest"), 0);
            JournalAppender appender = Journals.append(data, "inbound", 256 << 20, new SpaceRules(16 << 20, 0, 0), durability,
                stageFile, new OffsetEpochNanoClock());
            JournalTailer tailer = Journals.tail(data, "inbound", stageFile::limit);
            JournalTailer lookup = Journals.tail(data, "inbound", stageFile::limit)) {
            run(appender, tailer, lookup, length, records);
            appended = 0;
            tailed = 0;
            found = 0;
            run(appender, tailer, lookup, length, records);
        }
        assertEquals(0, appended / (double) records, 1, "bytes per append");
        assertEquals(0, tailed / (double) records, 1, "bytes per record read");
        assertEquals(0, found / (double) records, 1, "bytes per record looked up");
    }

    /** @return whether there was anything new */
    private static boolean read(final JournalTailer tailer) {
        boolean any = false;
        while (tailer.next()) {
            any = true;
        }
        return any;
    }

    private void run(
        final JournalAppender appender, final JournalTailer tailer, final JournalTailer lookup, final int length, final int count) {
        for (int i = 0; i < count; i++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, length);
            appender.commit();
            final long then = threads.getCurrentThreadAllocatedBytes();
            assertTrue(read(tailer));
            final long index = tailer.record().index();
            final long afterwards = threads.getCurrentThreadAllocatedBytes();
            assertTrue(lookup.seekIndex(index - Math.min(i, 3 * (i & 1))) && lookup.next());
            found += threads.getCurrentThreadAllocatedBytes() - afterwards;
            appended += then - before;
            tailed += afterwards - then;
        }
    }
}
